import type { Served } from './host.js'
import { TEST_TOKENS } from './test-tokens.js'

/** Replaces the placeholders of a request: `{base}`, `{host}`, and the names of tokens. */
export function fillTemplate(template: string, { url, base }: Pick<Served, 'url' | 'base'>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    if (name === 'base') return base
    return name === 'host' ? new URL(url).host : (TEST_TOKENS.get(name) ?? placeholder)
  })
}
