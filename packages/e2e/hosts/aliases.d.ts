// The older majors bear no types of their own; what the hosts use of them is as in the newer ones.
declare module 'express4' {
  export { default } from 'express'
}
declare module 'koa2' {
  export { default } from 'koa'
}
