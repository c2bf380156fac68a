import type { Served } from './host.js'
import { TEST_TOKENS } from './test-tokens.js'

/** Replaces the placeholders of a request: `{base}`, `{own}`, `{host}`, and the names of tokens. */
export function fillTemplate(template: string, { url, base, own }: Omit<Served, 'close'>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    if (name === 'base') return base
    if (name === 'own') return own
    return name === 'host' ? new URL(url).host : (TEST_TOKENS.get(name) ?? placeholder)
  })
}
