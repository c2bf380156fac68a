import { checkBuilt, checkCycles, checkReach } from './check-graph.js'
import { checkImports } from './check-imports.js'
import { checkRooms } from './check-rooms.js'
import { checkGlobals } from './globals.js'
import { checkManifests } from './manifest.js'
import type { Files, Violation } from './workspace.js'

/** Checks a workspace, given as data, against all rules about dependencies. */
export function checkArrows(files: Files): readonly Violation[] {
  return [
    checkManifests,
    checkBuilt,
    checkImports,
    checkReach,
    checkCycles,
    checkRooms,
    checkGlobals,
  ].flatMap(check => check(files))
}
