import { graphOf } from './graph.js'
import { MAX_FILES_IN_ROOM, MAX_FILES_OUTSIDE_ROOMS, rooms } from './rooms.js'
import type { Files, Violation } from './workspace.js'

const SOURCES = 'packages/core/src/'

/** One import between two modules of core. */
export interface CoreImport {
  readonly from: string
  readonly to: string
}

const isSource = (path: string): boolean => path.startsWith(SOURCES) && path.endsWith('.ts')

/** The room of a module of core; '' for a module outside the rooms. */
const roomOf = (path: string): string => {
  const [first = '', ...rest] = path.slice(SOURCES.length).split('/')
  return rest.length === 0 ? '' : first
}

/** Lists the imports between the sources of core, types included. */
export function coreImports(files: Files): readonly CoreImport[] {
  return [...graphOf(files, isSource)].flatMap(([from, targets]) =>
    targets.map(target => ({ from, to: sourceOf(target) })).filter(({ to }) => isSource(to)),
  )
}

/** Maps a built file to its source: `#hs256` resolves to built files. */
const sourceOf = (path: string): string =>
  path.replace('packages/core/dist/', SOURCES).replace(/(\.d)?\.(js|ts)$/, '.ts')

/** Reports imports from a room above, unknown rooms, and rooms with too many files. */
export function checkRooms(files: Files): readonly Violation[] {
  const sources = [...files.keys()].filter(isSource)
  const level = (room: string): number => (room === '' ? -1 : rooms.indexOf(room))
  const unknown = sources
    .filter(path => roomOf(path) !== '' && !rooms.includes(roomOf(path)))
    .map((path): Violation => ({ rule: 'room', path, message: `${roomOf(path)} is not a room of core` }))
  const upward = coreImports(files)
    .filter(({ from, to }) => level(roomOf(from)) > level(roomOf(to)))
    .map(
      ({ from, to }): Violation => ({
        rule: 'room',
        path: from,
        message: `imports ${to.slice(SOURCES.length)}, which is above its room ${roomOf(from)}`,
      }),
    )
  const crowded = ['', ...rooms].flatMap((room): readonly Violation[] => {
    const most = room === '' ? MAX_FILES_OUTSIDE_ROOMS : MAX_FILES_IN_ROOM
    const folder = room === '' ? SOURCES : `${SOURCES}${room}/`
    const count = sources.filter(
      path => path.startsWith(folder) && !path.slice(folder.length).includes('/'),
    ).length
    if (count <= most) return []
    return [{ rule: 'room', path: folder, message: `contains ${count} files, more than ${most}` }]
  })
  return [...unknown, ...upward, ...crowded]
}
