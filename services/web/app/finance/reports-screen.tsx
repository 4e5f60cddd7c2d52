/** The reports begin with what was earned. */
import { Redirect } from 'wouter';

export const Screen = () => <Redirect to="/finance/reports/profit" replace />;
