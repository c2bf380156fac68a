import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { count, countReport, failuresIn, forget, REPORT, testFolders } from '../counts.mjs'

const report = numbers => ({
  success: true,
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...numbers,
})

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'counts-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (path, value) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify(value))
}

describe('countReport', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [] },
    ]
    expect(
      countReport(
        report({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults }),
      ),
    ).toEqual({
      passed: 3,
      failed: 2,
      skipped: 3,
    })
  })

  it('counts a run without any test as a failure', () => {
    expect(countReport(report({ success: false }))).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('testFolders', () => {
  it('returns the folders whose script runs vitest', () => {
    write('packages/a/package.json', { scripts: { test: 'vitest run' } })
    write('packages/b/package.json', {
      scripts: { test: 'node --test', 'test:full': 'node ../../scripts/vitest-full.mjs' },
    })
    write('apps/c/package.json', {})
    expect(testFolders(root, 'test')).toEqual(['packages/a'])
    expect(testFolders(root, 'test:full')).toEqual(['packages/b'])
  })
})

describe('count', () => {
  it('adds up the reports of the folders', () => {
    write(`packages/a/${REPORT}`, report({ numPassedTests: 3 }))
    write(`packages/b/${REPORT}`, report({ numPassedTests: 4, numPendingTests: 1 }))
    expect(count(root, ['packages/a', 'packages/b'])).toEqual({ passed: 7, failed: 0, skipped: 1 })
  })

  it('counts a folder without a report as a failure, even if an earlier run had written one', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    write(`packages/a/${REPORT}`, report({ numPassedTests: 3 }))
    forget(root, ['packages/a'])
    expect(count(root, ['packages/a'])).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(error).toHaveBeenCalledWith(expect.stringContaining('packages/a'))
    error.mockRestore()
  })
})

describe('failuresIn', () => {
  it('names each failed test with its file and the first line of its error', () => {
    const file = name => join(root, 'packages/a/test', name)
    const test = (status, fullName, ...failureMessages) => ({ status, fullName, failureMessages })
    const testResults = [
      {
        name: file('one.test.ts'),
        status: 'failed',
        assertionResults: [
          test('passed', 'adds'),
          test('failed', 'subtracts', 'Error: 3 is not 1\n    at one.ts'),
        ],
      },
      { name: file('two.test.ts'), status: 'failed', message: 'SyntaxError: }\n1: }', assertionResults: [] },
      { name: file('three.test.ts'), status: 'passed', assertionResults: [test('passed', 'adds')] },
    ]
    write(`packages/a/${REPORT}`, report({ testResults }))
    expect(failuresIn(root, ['packages/a', 'packages/without-report'])).toEqual([
      'packages/a/test/one.test.ts > subtracts: Error: 3 is not 1',
      'packages/a/test/two.test.ts: SyntaxError: }',
    ])
  })
})
