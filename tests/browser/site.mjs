// Serves the pages that answers_preview wrote, on loopback, with the header fields that the gateway would send.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Starts the server on a free port. Answers {origin, manifest, close()}. */
export async function serve(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const byPath = new Map(manifest.map((entry) => ['/' + entry.file, entry]));
  const server = createServer(async (request, response) => {
    const entry = byPath.get(request.url);
    if (!entry) {
      response.writeHead(404).end();
      return;
    }
    // The status stays 200: a browser shows the same page, and its console stays free of noise.
    response.writeHead(200, Object.fromEntries(entry.fields));
    response.end(await readFile(join(folder, entry.file)));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    manifest,
    close: () => new Promise((done) => server.close(done)),
  };
}
