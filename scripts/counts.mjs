import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * Where vitest writes each package's JSON report. turbo.json lists it as an output, so a cache hit restores it. The
 * packages' scripts set the path: an argument after `--` would change the hash of the build, which would run again.
 */
export const REPORT = 'node_modules/.vitest/results.json'

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** The folders, relative to the root, whose script of that name runs vitest. */
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

/** Removes the reports of an earlier run, so that a package that crashes does not count with old numbers. */
export function forget(root, folders) {
  for (const folder of folders) rmSync(join(root, folder, REPORT), { force: true })
}

/** The counts of one report. A failure without a failed test (a file that does not load, no tests) counts as one. */
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

/** A line for each failed test: its file, relative to the root, its name, and the first line of its error. */
function failures(root, report) {
  const firstLine = text => (text ?? '').split('\n', 1)[0]
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter(test => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [`${file}: ${firstLine(message)}`]
    return failed.map(test => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  })
}

/** The failures of the folders' reports. */
export const failuresIn = (root, folders) =>
  folders
    .map(folder => join(root, folder, REPORT))
    .filter(existsSync)
    .flatMap(path => failures(root, readJson(path)))

/** Adds up the reports of the folders. A folder without a report counts as one failure. */
export function count(root, folders) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const folder of folders) {
    const path = join(root, folder, REPORT)
    const found = existsSync(path) ? countReport(readJson(path)) : { passed: 0, failed: 1, skipped: 0 }
    if (!existsSync(path)) console.error(`${folder}: the tests wrote no report`)
    for (const key of Object.keys(total)) total[key] += found[key]
  }
  return total
}
