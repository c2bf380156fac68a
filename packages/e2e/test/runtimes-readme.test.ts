import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const readme = read('packages/core/README.md')
const runtimes = JSON.parse(read('.ci/runtimes/package.json')).dependencies
const { hono, '@hono/node-server': nodeServer } = JSON.parse(
  read('packages/e2e/package.json'),
).devDependencies

/** The version of workerd's package holds its date: 1.20261117.1. */
const dateOf = (version: string): string => version.replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, '$1-$2-$3')

describe('the README of core', () => {
  it.each([
    ['Hono, on Node', `hono ${hono}, \`@hono/node-server\` ${nodeServer}`],
    ['Bun', runtimes['@oven/bun-linux-x64-baseline']],
    ['Deno', runtimes['@deno/linux-x64-glibc']],
    ['Workers', `workerd ${dateOf(runtimes['@cloudflare/workerd-linux-64'])}, bundled`],
  ])('tells on which version of %s it is tested', (runtime, version) => {
    expect(readme).toContain(`| ${runtime} | ${version} |`)
  })
})
