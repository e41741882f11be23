/** What of a context another audience may know. Each in a file of its own: a page has one audience. */
export * from './holds-for-sales.js';
export * from './view-customer.js';
export * from './view-sales.js';
