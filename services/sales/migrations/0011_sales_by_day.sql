-- Lists and sums of a day read that day only.
CREATE INDEX orders_business_date ON orders (business_date);
