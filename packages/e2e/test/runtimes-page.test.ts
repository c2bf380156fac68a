import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const page = read('docs/runtimes.md')
const runtimes = JSON.parse(read('.ci/runtimes/package.json')).dependencies
const { hono, '@hono/node-server': nodeServer } = JSON.parse(
  read('packages/e2e/package.json'),
).devDependencies

/** The date in the version of workerd's package, such as 1.20261117.1. */
const dateOf = (version: string): string => version.replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, '$1-$2-$3')

describe('the page about runtimes', () => {
  it.each([
    ['Hono, on Node', `hono ${hono}, \`@hono/node-server\` ${nodeServer}`],
    ['Bun', runtimes['@oven/bun-linux-x64-baseline']],
    ['Deno', runtimes['@deno/linux-x64-glibc']],
    ['Workers', `workerd ${dateOf(runtimes['@cloudflare/workerd-linux-64'])}, bundled`],
  ])('names the version of %s that the tests run on', (runtime, version) => {
    expect(page).toContain(`| ${runtime} | ${version} |`)
  })
})
