import type { Cell, Host } from './host.js'
import { createRandom } from './random.js'
import type { RouteCase } from './route-case.js'
import { ROUTE_CASES } from './route-cases.js'

/** A random sample of the cases. Cases that occur in an exception of any host are always included. */
export interface RouteSample {
  /** About how many cases, in addition to those with exceptions. */
  readonly cases: number
  /** The seed of the sample; the names of the tests show it. */
  readonly seed: number
  /** Whether the first set-up gets a sample too. Default false: it gets all cases. */
  readonly isForFirst?: boolean
}

/** The cases of a subject that are sent to one set-up. */
export interface ChosenCases {
  readonly subject: string
  readonly cases: readonly RouteCase[]
  /** Whether the subject has other cases. */
  readonly isPart: boolean
}

/**
 * Creates a function that chooses the cases for each set-up of a host. Call it once per set-up, in order.
 *
 * @param excepted - The ids of cases that are always chosen. Most exceptions concern set-ups that get only a sample, and
 * wrong or missing exceptions must be detected there too.
 */
export function caseChooser(
  { cells: [first] }: Host,
  excepted: ReadonlySet<string>,
  sample?: RouteSample,
): (cell: Cell) => readonly ChosenCases[] {
  const all = [...ROUTE_CASES.values()].flat().length
  const random = sample && createRandom(sample.seed)
  const isInSample = (): boolean => sample === undefined || random?.chance(sample.cases / all) === true

  return cell => {
    const isWhole = cell === first && sample?.isForFirst !== true
    const isChosen = ({ id, isSlow = false }: RouteCase): boolean =>
      (!isSlow || cell.mount === first?.mount) && (isWhole || excepted.has(id) || isInSample())
    return [...ROUTE_CASES].map(([subject, cases]) => {
      const chosen = cases.filter(isChosen)
      return { subject, cases: chosen, isPart: chosen.length < cases.length }
    })
  }
}
