/** Longest text of a prompt or suite file that is read, in UTF-16 units (2 MiB). */
export const maxFileLength = 2 * 1024 * 1024;
