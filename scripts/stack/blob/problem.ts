/** An error as Vercel Blob answers it, by the codes its SDK tells apart. */
export class BlobProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The words that the SDK turns into BlobFileTooLargeError. */
export const tooLarge = (bytes: number) =>
  new BlobProblem(413, "file_too_large", `the file length cannot be greater than ${bytes} bytes`);

export const notFound = () => new BlobProblem(404, "not_found", "The requested blob does not exist");

export const badRequest = (message: string) => new BlobProblem(400, "bad_request", message);
