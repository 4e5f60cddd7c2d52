/** Identifiers made here: UUID version 7, so that new rows land next to each other. */
export { v7 as newId } from 'uuid';
