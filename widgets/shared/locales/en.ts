/** English: for all whose language we lack, so it is always there. */
export const common = {
  lang: 'en',
  submit: 'Submit',
  close: 'Close',
  later: 'Later',
  optional: 'Optional',
  notSaved: 'Not saved yet. Please try again.',
};

/** What every widget says, in one language. */
export type Common = typeof common;
