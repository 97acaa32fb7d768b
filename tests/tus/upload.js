// Uploads a file with the client of the tus project, through whatever happens to the server meanwhile.
// usage: node upload.js URL TOKEN FILE CHUNK_BYTES
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import { Upload } from "tus-js-client";

const [url, token, file, chunk] = process.argv.slice(2);
let tries = 0;
const upload = new Upload(createReadStream(file), {
  endpoint: `${url}/edit/v1/media/uploads`,
  uploadSize: statSync(file).size,
  chunkSize: Number(chunk),
  retryDelays: Array(200).fill(100),
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: basename(file), filetype: "application/octet-stream" },
  onShouldRetry: () => {
    tries += 1;
    return true;
  },
  onError: (error) => {
    console.error(`upload failed: ${error.message}`);
    process.exit(1);
  },
  onSuccess: ({ lastResponse }) => {
    console.log(`${lastResponse.getHeader("Tandem-File")} ${tries}`);
  },
});
upload.start();
