// DuckDB in memory, in this process, with every core: takes lines as duckdb.cc writes them. The time of a
// question is that of running the prepared statement and having every column as a typed array; what the rows
// are as text is not in it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { cpus } from "node:os";

const { DuckDBInstance } = createRequire(process.argv[2] + "/")("@duckdb/node-api");
const database = await DuckDBInstance.create(":memory:", { threads: String(cpus().length) });
const connection = await database.connect();
// Three small groupings are an array then, not a hash map: half the time. With more bits it is slower again.
await connection.run("set perfect_ht_threshold = 15");
const prepared = new Map();

async function ask(question, parameters) {
  const statement = prepared.get(question);
  const begin = performance.now();
  parameters.forEach((parameter, i) => statement.bindSmallInt(i + 1, parameter));
  const result = await statement.run();
  const chunks = await result.fetchAllChunks();
  for (const chunk of chunks) {
    for (let column = 0; column < chunk.columnCount; ++column) chunk.getColumnVector(column);
  }
  return { ms: performance.now() - begin, chunks };
}

async function answer(line) {
  const [verb, ...words] = line.split(" ");
  if (verb === "run") {
    await connection.run(words.join(" "));
    return "ok 0 0\n";
  }
  if (verb === "prepare") {
    prepared.set(words[0], await connection.prepare(words.slice(1).join(" ")));
    return "ok 0 0\n";
  }
  const { ms, chunks } = await ask(words[0], words.slice(2).map(Number));
  const rows = words[1] === "1" ? chunks.flatMap((chunk) => chunk.getRows()) : [];
  return [`ok ${ms} ${rows.length}`, ...rows.map((row) => row.join(" "))].join("\n") + "\n";
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(await answer(line).catch((error) => `error ${error.message.replaceAll("\n", " ")}\n`));
}
