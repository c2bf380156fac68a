import { fileURLToPath } from 'node:url'

/** The folder of the built page, for a framework's static file middleware. */
export const pageFolder: string = fileURLToPath(new URL('../page', import.meta.url))
