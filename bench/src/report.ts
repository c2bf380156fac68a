import type { Comparison } from './compare.js'
import type { Goal } from './goal.js'
import { figure, table } from './table.js'

/** The result of a bench. */
export interface Report {
  readonly title: string
  readonly table: string
  readonly goals: readonly Goal[]
}

/** Formats a comparison as a table: CPU time per operation, and how many times cheaper than the baseline. */
export function comparisonTable({ names, cost, ratio }: Comparison, baseline: string): string {
  const rows = names.map(name => [name, figure(cost(name)), `${figure(ratio(name, baseline))}×`])
  return table(['', 'CPU µs', `times ${baseline}`], rows)
}

export function print({ title, table, goals }: Report): void {
  console.log(`\n## ${title}\n\n${table}`)
  if (goals.length > 0) console.log('')
  for (const { text, met } of goals) console.log(`- ${met ? 'met' : 'MISSED'}: ${text}`)
}
