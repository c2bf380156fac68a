// The older majors have no types. What the hosts use of them has the same types as in the newer majors.
declare module 'express4' {
  export { default } from 'express'
}
declare module 'koa2' {
  export { default } from 'koa'
}
