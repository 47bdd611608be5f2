export const statusListUri = (iss: string, list: number): string =>
  `${iss.replace(/\/$/, '')}/status-lists/${list}`;
