/**
 * The length of a download. Routes set it, and the request guard sends it as `content-length`, which Next would drop.
 */
export const FILE_BYTES = 'x-file-bytes';
