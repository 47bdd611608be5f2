export const COUNT: number;
export const SECRET: number;
export const ADDRESS: number;
export const TERM_LIST: number;
