import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const SOURCES = ['manifests.mjs', 'complete-manifest.mjs', 'packed-project.mjs', 'tarballs.mjs']
const shared = { license: 'MIT', author: 'The authors', keywords: ['stream'] }

let root
const at = path => join(root, path)
const setRepository = repository =>
  writeFileSync(at('package.json'), JSON.stringify({ ...shared, repository }))
const manifests = (...options) =>
  spawnSync(process.execPath, [at('scripts/manifests.mjs'), ...options], { encoding: 'utf8' })

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'manifests-'))
  for (const name of SOURCES)
    cpSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), at(`scripts/${name}`))
  mkdirSync(at('packages/core'), { recursive: true })
  writeFileSync(
    at('packages/core/package.json'),
    JSON.stringify({ name: '@a/core', version: '1.0.0', description: 'One.' }),
  )
  setRepository('github:owner/old')
  writeFileSync(
    at('README.md'),
    '[a](https://github.com/owner/old/blob/main/a.md) https://github.com/owner/older/x',
  )
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  execFileSync('git', ['add', 'README.md'], { cwd: root })
})
afterEach(() => rmSync(root, { recursive: true }))

describe('manifests.mjs', { timeout: 30_000 }, () => {
  it('fails while a manifest is out of date, and writes nothing', () => {
    const before = readFileSync(at('packages/core/package.json'), 'utf8')
    expect(manifests()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('homepage is out of date'),
    })
    expect(readFileSync(at('packages/core/package.json'), 'utf8')).toBe(before)
  })

  it('passes after --write, until the root changes', () => {
    expect(manifests('--write').status).toBe(0)
    expect(manifests().status).toBe(0)
    setRepository('github:owner/new')
    expect(manifests().status).toBe(1)
  })

  it('moves the links of pages with the repository', () => {
    manifests('--write')
    setRepository('github:owner/new')
    expect(manifests('--write').status).toBe(0)
    expect(readFileSync(at('README.md'), 'utf8')).toBe(
      '[a](https://github.com/owner/new/blob/main/a.md) https://github.com/owner/older/x',
    )
  })

  it('refuses a release before there is a changelog, and while the placeholder stands', () => {
    manifests('--write')
    expect(manifests('--publish')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no CHANGELOG.md'),
    })
    writeFileSync(at('packages/core/CHANGELOG.md'), '# @a/core\n')
    expect(manifests('--publish').status).toBe(0)
    setRepository('github:stream-token/stream-token-provider')
    manifests('--write')
    expect(manifests('--publish')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('placeholder'),
    })
  })
})
