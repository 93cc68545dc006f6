/** The length of a download, on its way from the route to the door, which sends it as `content-length`: Next drops that one. */
export const FILE_BYTES = 'x-file-bytes';
