/**
 * How long an audit of all built-in claims takes, hypotheses included, and which files take how much of it:
 * `node bench/audit.ts`. Exits with 1 where it is more than the time allowed.
 */
import { allPublishedClaims, audit } from '../src/audit/index.ts';

/** Seconds for all of them in one process, networks counted from nothing. */
const allowed = 10;

const start = performance.now();
let [claims, tried] = [0, 0];
for (const { name, claims: document } of allPublishedClaims()) {
  const before = performance.now();
  const audited = audit(undefined, document).claims;
  claims += audited.length;
  tried += audited.reduce((sum, claim) => sum + claim.tried, 0);
  print(
    `${name.padEnd(20)} ${String(audited.length).padStart(4)} claims ${(performance.now() - before).toFixed(0).padStart(6)} ms`,
  );
}
const seconds = (performance.now() - start) / 1000;
print(`${claims} claims, ${tried} hypotheses: ${seconds.toFixed(2)} s (limit ${allowed} s)`);
process.exitCode = seconds <= allowed ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
