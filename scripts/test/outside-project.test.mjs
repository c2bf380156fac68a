import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { foldersOf, outsideProjects, quietly } from '../outside-project.mjs'

const home = mkdtempSync(join(tmpdir(), 'outside-project-'))
afterAll(() => rmSync(home, { recursive: true }))

describe('outsideProjects', () => {
  it('takes what has a lock file for a project, and no other folder', () => {
    for (const name of ['next-14', 'next-13', 'next']) mkdirSync(join(home, name))
    for (const name of ['next-14', 'next-13']) writeFileSync(join(home, name, 'package-lock.json'), '{}')
    expect(outsideProjects(home)).toEqual(['next-13', 'next-14'])
  })
})

describe('foldersOf', () => {
  it.each([
    ['next-13', ['next', 'next-13']],
    ['typescript-4.9', ['typescript', 'typescript-4.9']],
    ['dual-load', ['dual-load']],
  ])('%s has the files of %s', (name, folders) => {
    expect(foldersOf(name)).toEqual(folders)
  })
})

describe('quietly', () => {
  const log = join(home, 'log')
  const node = code => quietly(log)(process.execPath, ['-e', code], home)

  it('keeps what a program prints, below the command', async () => {
    await node('console.log(1 + 1); console.error("aside")')
    expect(readFileSync(log, 'utf8')).toMatch(/^\$ .*node.* -e console\.log.*\n2\naside\n$/)
  })

  it('rejects when it ends with another code than 0', async () => {
    await expect(node('process.exit(3)')).rejects.toThrow('3')
  })
})
