/** What an app of a test is given to be read by. */
export const READ_KEY = 'rk_of_tests';

/** Headers of whoever may read. */
export const AS_READER = { authorization: `Bearer ${READ_KEY}` };
