import { table } from './table.js';

/** The names of facts, as a rep and a customer know them. */
export const factWords = table('facts', {
  name: 'Name',
  'given-name': 'First name',
  'family-name': 'Last name',
  nickname: 'Goes by',
  account: 'Account',
  tel: 'Phone',
  'mobile-tel': 'Mobile',
  'home-tel': 'Home phone',
  'work-tel': 'Work phone',
  email: 'Email',
  'home-email': 'Private email',
  'work-email': 'Work email',
  address: 'Address',
  'street-address': 'Address',
  'postal-code': 'Postcode',
  'address-level2': 'Town',
  country: 'Country',
  bday: 'Date of birth',
  order: 'Order',
  organization: 'Company',
  language: 'Language',
  reach: 'How to reach them',
  'last-bill-amount': 'Last bill amount',
});
