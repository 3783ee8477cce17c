/** What the handlers and the stack have to agree on. */

/** The event about a new invoice. Its detail names the customer and the invoice. */
export const INVOICE_CREATED = { source: 'invoicing', detailType: 'InvoiceCreated' } as const;

/** The table's index that lists everything of one kind by age. */
export const BY_AGE = 'ByAge';
