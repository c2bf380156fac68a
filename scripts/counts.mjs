import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where each package's vitest leaves its JSON report; named in turbo.json too, so that a cache hit brings it back. Their
 * scripts say so: what is handed over behind `--` is in the hash of everything before the tests, which is then built again.
 */
export const REPORT = 'node_modules/.vitest/results.json'

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** The folders, from the root, whose script of that name runs vitest. */
export function testFolders(root, script) {
  const below = parent => {
    const folder = join(root, parent)
    return existsSync(folder) ? readdirSync(folder).map(name => `${parent}/${name}`) : []
  }
  return [...below('packages'), ...below('apps'), 'bench', 'scripts'].filter(folder => {
    const manifest = join(root, folder, 'package.json')
    return existsSync(manifest) && /\bvitest\b/.test(readJson(manifest).scripts?.[script] ?? '')
  })
}

/** Removes the reports of an earlier run: a package that crashes must not count with old numbers. */
export function forget(root, folders) {
  for (const folder of folders) rmSync(join(root, folder, REPORT), { force: true })
}

/** One report's numbers. What failed without a failed test (a file that does not load, no test at all) counts as one. */
export function countReport(report) {
  const unloaded = report.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unloaded.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Adds up the reports of the folders; one without a report counts as a failure. */
export function count(root, folders) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const folder of folders) {
    const path = join(root, folder, REPORT)
    const found = existsSync(path) ? countReport(readJson(path)) : { passed: 0, failed: 1, skipped: 0 }
    if (!existsSync(path)) console.error(`${folder}: its tests left no report`)
    for (const key of Object.keys(total)) total[key] += found[key]
  }
  return total
}
