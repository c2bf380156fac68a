import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workflowProblems } from '../workflows.mjs'

const folder = new URL('../../.github/workflows/', import.meta.url)
const workflows = new Map(
  readdirSync(folder).map(name => [name, readFileSync(new URL(name, folder), 'utf8')]),
)
const release = workflows.get('release.yml')

/** The problems of release.yml after one change, which must change something. */
function after(from, to) {
  const changed = release.replace(from, to)
  expect(changed).not.toBe(release)
  return workflowProblems(changed).map(({ message }) => message)
}

describe('workflowProblems', () => {
  it.each([...workflows])('accepts %s', (_, text) => {
    expect(workflowProblems(text)).toEqual([])
  })

  it('accepts line ends of Windows', () => {
    expect(workflowProblems(release.replaceAll('\n', '\r\n'))).toEqual([])
  })

  it.each([
    ['a tag', /@[0-9a-f]{40} # v1\.9\.0/, '@v1'],
    ['a short hash', /@[0-9a-f]{33}/, '@'],
    ['no version', ' # v1.9.0', ''],
    ['a major version', ' # v1.9.0', ' # v1'],
    ['a local action', /uses: changesets.*/, 'uses: ./action'],
    ['a quoted key', /uses: changesets.*/, '"uses": changesets/action@v1'],
    ['the flow style', /- uses: actions\/checkout.*\n/, '- { uses: actions/checkout@v7 }\n'],
  ])('reports an action with %s', (_, from, to) => {
    expect(after(from, to)).toContainEqual(expect.stringContaining('pin the action'))
  })

  it.each([
    ['none', 'permissions:\n  contents: read\n', ''],
    ['another', 'permissions:\n  contents: read\n', 'permissions:\n  contents: write\n'],
    ['more', 'permissions:\n  contents: read\n', 'permissions:\n  contents: read\n  id-token: write\n'],
  ])('reports default permissions: %s', (_, from, to) => {
    expect(after(from, to)).toEqual(['state the default permissions: contents: read, and nothing else'])
  })

  it.each(['write-all', '{ id-token: write }'])('reports permissions on one line: %s', value => {
    expect(after('    permissions:\n      contents: write\n', `    permissions: ${value}\n`)).toContain(
      'list each permission on a line of its own',
    )
  })

  it('reports an identity token outside of the publish job', () => {
    expect(after('pull-requests: write', 'id-token: write')).toContain(
      'version has id-token: write, which is for publish only',
    )
  })

  it('reports a publish job that can also write to the repository', () => {
    expect(after('contents: read\n      id-token', 'contents: write\n      id-token')).toEqual([
      'publish has id-token: write and must not write anything else',
    ])
  })

  it.each(['', 'persist-credentials: true'])('reports a checkout with "%s"', setting => {
    expect(after('persist-credentials: false', setting)).toEqual(['set persist-credentials: false'])
  })

  it('reports pull_request_target', () => {
    expect(after('  push:\n', '  pull_request_target:\n')).toHaveLength(1)
  })
})
