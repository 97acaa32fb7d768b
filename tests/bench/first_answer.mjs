// Starts a server and measures the time to its first answer, in ms; then how much memory it has, in MB, when it rests.
// usage: first_answer.mjs PROGRAM [options of serve]; prints "<ms> <MB>"
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

const [program, ...options] = process.argv.slice(2);
const port = 20000 + process.pid % 20000;
const begin = performance.now();
const server = spawn(program, ['serve', '--http.port', String(port), ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
const ended = once(server, 'exit');

const ask = () => new Promise((resolve) => {
  get({ port, path: '/api/v1/page?locale=nl' }, (answer) => { answer.resume(); answer.on('end', () => resolve(answer.statusCode === 200)); })
    .on('error', () => resolve(false));
});
while (!(await ask()) && server.exitCode === null && performance.now() - begin < 30000) await new Promise(setImmediate);
const took = performance.now() - begin;
if (server.exitCode !== null) process.exit(1);
const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'));
console.log(took.toFixed(0), (kilobytes / 1024).toFixed(1));
server.kill();
await ended;
