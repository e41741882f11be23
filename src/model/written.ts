/** Where a customer writes; anywhere else they speak, or press keys. */
export const WRITTEN: readonly string[] = ['web-form', 'email', 'chat', 'sms', 'letter'];
