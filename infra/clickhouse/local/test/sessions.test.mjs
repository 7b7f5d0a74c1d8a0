import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Sessions } from '../src/sessions.mjs';

let opened;
let sessions;

/** Connections that note what was done with them. */
beforeEach(() => {
  opened = [];
  const library = {
    QueryWithConnection: (connection, statement) => {
      if (statement === 'SET broken') {
        throw new Error('broken');
      }
      connection.statements.push(statement);
    },
    CloseConnection: (connection) => {
      assert.equal(connection.closed, false);
      connection.closed = true;
    },
  };
  sessions = new Sessions(library, () => {
    const connection = { statements: [], closed: false };
    opened.push(connection);
    return connection;
  });
});

const itself = async (connection) => connection;

test('who reads gets the connection of another reader who wanted the same', async () => {
  const first = await sessions.use(['USE a', 'SET b = 1'], true, itself);
  assert.equal(await sessions.use(['USE a', 'SET b = 1'], true, itself), first);
  assert.deepEqual(first.statements, ['USE a', 'SET b = 1']);
});

test('another set-up has another connection', async () => {
  const first = await sessions.use(['SET b = 1'], true, itself);
  assert.notEqual(await sessions.use(['SET b = 2'], true, itself), first);
});

test('a connection in use is given to nobody else', async () => {
  await sessions.use([], true, async (first) => {
    await sessions.use([], true, async (second) => assert.notEqual(second, first));
  });
});

test('a connection that was changed is closed', async () => {
  const changed = await sessions.use([], false, itself);
  assert.equal(changed.closed, true);
  assert.notEqual(await sessions.use([], true, itself), changed);
});

test('a connection whose work or set-up failed is closed', async () => {
  await assert.rejects(sessions.use([], true, () => Promise.reject(new Error('no table'))), /no table/);
  await assert.rejects(sessions.use(['SET broken'], true, itself), /broken/);
  assert.deepEqual(opened.map(({ closed }) => closed), [true, true]);
});

test('of many idle connections those used last are kept, until all are closed', async () => {
  for (let i = 0; i < 100; i++) {
    await sessions.use([`SET b = ${i}`], true, itself);
  }
  assert.equal(opened.findIndex(({ closed }) => !closed), 68);
  sessions.close();
  assert.ok(opened.every(({ closed }) => closed));
});
