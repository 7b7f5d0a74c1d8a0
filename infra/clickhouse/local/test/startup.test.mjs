import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const local = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const directory = mkdtempSync(path.join(tmpdir(), 'clickhouse-startup-'));
const dataDirectory = path.join(directory, 'data');
let running;
let url;

before(async () => {
  running = spawn('node', [path.join(local, 'server.cjs'), '--data-dir', dataDirectory, '--port', '0']);
  const [line] = await once(running.stdout, 'data');
  url = /http:\S+/.exec(line.toString())[0];
});

after(async () => {
  if (running.exitCode === null) {
    running.kill('SIGKILL');
    await once(running, 'exit');
  }
  rmSync(directory, { recursive: true });
});

/** Runs a server that must not start; its exit status and what it printed as an error. */
async function failedStart(args, { node = [], home = local } = {}) {
  const server = spawn('node', [...node, path.join(home, 'server.cjs'), ...args]);
  const [error, [status]] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  return { status, error };
}

test('a busy port gives one clear line and leaves the data alone', async () => {
  const port = new URL(url).port;
  const { status, error } = await failedStart(['--data-dir', path.join(directory, 'other'), '--port', port]);
  assert.equal(status, 1);
  assert.equal(error, `clickhouse local engine: port ${port} on 127.0.0.1 is in use\n`);
});

test('a data directory of another process is named with that process', async () => {
  const { status, error } = await failedStart(['--data-dir', dataDirectory, '--port', '0']);
  assert.equal(status, 1);
  assert.match(
    error.trimEnd().split('\n').at(-1),
    new RegExp(`data directory ${dataDirectory} is in use by process ${running.pid} \\(code 76\\)`),
  );
});

test('a platform without an engine is told which there are', async () => {
  const otherPlatform = 'data:text/javascript,Object.defineProperty(process,"arch",{value:"s390x"})';
  const { status, error } = await failedStart(['--data-dir', dataDirectory, '--port', '0'], {
    node: ['--import', otherPlatform],
  });
  assert.equal(status, 1);
  assert.match(error, /^clickhouse local engine: there is no ClickHouse engine for \w+ on s390x .*@chdb\/lib-.*\n$/);
});

test('missing packages name the command that installs them', async () => {
  const home = path.join(directory, 'bare');
  for (const part of ['server.cjs', 'src', 'package.json']) {
    cpSync(path.join(local, part), path.join(home, part), { recursive: true });
  }
  const { status, error } = await failedStart(['--data-dir', dataDirectory, '--port', '0'], { home });
  assert.equal(status, 1);
  assert.match(error, new RegExp(`^clickhouse local engine: package @chdb/\\S+ is not installed; run npm ci in ${home}\n$`));
});

for (const [args, message] of [
  [[], '--data-dir is missing (see --help)'],
  [['--data-dir', 'x', '--port', '70000'], '--port 70000 is not a port (0 to 65535)'],
]) {
  test(`options ${JSON.stringify(args)} are refused`, async () => {
    assert.deepEqual(await failedStart(args), { status: 1, error: `clickhouse local engine: ${message}\n` });
  });
}

// The last: it ends the server of the tests above.
test('SIGTERM lets a running query end and then ends the process', async () => {
  const slow = fetch(`${url}/?query=${encodeURIComponent("SELECT sleep(1), 'slept'")}`);
  // Once another query is answered, the slow one, sent before it, has been taken.
  await fetch(`${url}/ping`);
  running.kill('SIGTERM');
  const [answer, [status]] = await Promise.all([slow, once(running, 'exit')]);
  assert.equal(await answer.text(), '0\tslept\n');
  assert.equal(status, 0);
  await assert.rejects(fetch(`${url}/ping`));
});
