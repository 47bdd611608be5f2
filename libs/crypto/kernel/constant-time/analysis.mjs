// Tracks secrets through compiled WebAssembly: an abstract interpretation of the structured code, of a function and of all
// that it calls. Everything in memory is secret, except the list of terms (see taint.mjs), and so is all that the host can
// change: imports, exported variables and variables that another function may have changed.
import binaryen from 'binaryen';
import { evaluate } from './instructions.mjs';
import { ADDRESS, COUNT, isSecret, join, joinStates, SECRET } from './taint.mjs';

/**
 * What the host may do with a function: the taint of each parameter, and whether the result may depend on secrets (the
 * host then branches on it).
 *
 * @typedef {{ parameters: readonly number[], mayReturnSecret?: boolean }} Declaration
 */

const list = (count, get) => Array.from({ length: count }, (_, i) => get(i));

/** One module: `check` lists the findings in a function, `faults` those in the module itself. */
export class TaintAnalysis {
  #functions = new Map();
  #exports = new Map();
  #globals = new Map();
  #summaries = new Map();
  /** What the module has that the analysis of functions does not cover; empty for a sound analysis. */
  faults = [];

  constructor(wasm) {
    const module = binaryen.readBinary(wasm);
    module.setFeatures(binaryen.Features.All);
    const isImported = ({ module: from }) => from !== '';
    for (const info of list(module.getNumFunctions(), (i) =>
      binaryen.getFunctionInfo(module.getFunctionByIndex(i)),
    )) {
      this.#functions.set(info.name, { ...info, isImported: isImported(info) });
      if (isImported(info)) this.faults.push(`function ${info.module}.${info.base} is imported`);
    }
    const exported = list(module.getNumExports(), (i) => binaryen.getExportInfo(module.getExportByIndex(i)));
    for (const { name, kind, value } of exported) {
      if (kind === binaryen.ExternalFunction) this.#exports.set(name, value);
      else if (kind === binaryen.ExternalTable) this.faults.push(`table ${name} is exported`);
    }
    const exportedGlobals = new Set(
      exported.filter(({ kind }) => kind === binaryen.ExternalGlobal).map(({ value }) => value),
    );
    for (const info of list(module.getNumGlobals(), (i) =>
      binaryen.getGlobalInfo(module.getGlobalByIndex(i)),
    )) {
      this.#globals.set(info.name, isImported(info) || info.mutable ? SECRET : ADDRESS);
      if (isImported(info)) this.faults.push(`global ${info.module}.${info.base} is imported`);
      if (info.mutable && exportedGlobals.has(info.name))
        this.faults.push(`global ${info.name} is mutable and exported`);
    }
    const memory = module.hasMemory() ? module.getMemoryInfo() : undefined;
    if (memory?.module) this.faults.push('the memory is imported');
    if (memory?.shared) this.faults.push('the memory is shared');
    if (module.getNumTables() > 0) this.faults.push('the module has a table of functions');
  }

  /** The names of all exported functions. */
  get exported() {
    return [...this.#exports.keys()];
  }

  /**
   * @param {string} exported
   * @param {Declaration} declaration
   * @returns {string[]} the findings, one line each
   */
  check(exported, { parameters, mayReturnSecret = false }) {
    const name = this.#exports.get(exported);
    const info = this.#functions.get(name);
    if (info === undefined || info.isImported) throw new Error(`The module does not define ${exported}.`);
    const types = binaryen.expandType(info.params);
    if (types.length !== parameters.length)
      return [
        `function ${exported}: ${parameters.length} parameters are declared, and it has ${types.length}`,
      ];
    const found = new Set(
      types.flatMap((type, i) =>
        type === binaryen.i32 || isSecret(parameters[i])
          ? []
          : [`function ${exported}: parameter ${i} is declared public, but is neither address nor count`],
      ),
    );
    const visited = new Set();
    const collect = (key) => {
      if (visited.has(key)) return;
      visited.add(key);
      const summary = this.#summaries.get(key);
      for (const line of summary.found) found.add(line);
      for (const callee of summary.calls) collect(callee);
    };
    const { result } = this.#summarize(name, parameters);
    if (isSecret(result) && !mayReturnSecret)
      found.add(`function ${exported}: a secret is returned to the host`);
    collect(keyOf(name, parameters));
    return [...found];
  }

  #summarize(name, parameters) {
    const key = keyOf(name, parameters);
    const known = this.#summaries.get(key);
    if (known) return known;
    // A recursive call uses this provisional summary.
    const summary = { result: SECRET, found: new Set(), calls: new Set() };
    this.#summaries.set(key, summary);
    const info = this.#functions.get(name);
    const locals = [...parameters, ...info.vars.map(() => COUNT)];
    const walk = new Walk(name, locals, {
      found: summary.found,
      globals: this.#globals,
      isImported: (callee) => this.#functions.get(callee)?.isImported ?? true,
      call: (callee, taints) => {
        summary.calls.add(keyOf(callee, taints));
        return this.#summarize(callee, taints).result;
      },
    });
    const result = join(walk.value(info.body), walk.returned);
    summary.result = info.results === binaryen.none ? COUNT : (result ?? COUNT);
    return summary;
  }
}

const keyOf = (name, parameters) => `${name}(${parameters.join()})`;

/** One function, for given taints of its parameters. */
class Walk {
  /** The taint of what `return` returned. */
  returned;
  /** By label: the state and the taint of all branches to it. */
  labels = new Map();
  #name;
  #module;

  constructor(name, locals, module) {
    this.#name = name;
    /** The taints of all locals; null where code is unreachable. */
    this.state = locals;
    this.#module = module;
  }

  value(expression) {
    return evaluate(this, expression);
  }

  report(what) {
    this.#module.found.add(`function ${this.#name}: ${what}`);
  }

  forbid(taint = COUNT, what) {
    if (isSecret(taint)) this.report(`a secret is used as ${what}`);
  }

  condition(expression) {
    this.forbid(this.value(expression), 'a condition');
  }

  length(expression) {
    this.forbid(this.value(expression), 'a length');
  }

  address(expression) {
    const taint = this.value(expression) ?? COUNT;
    this.forbid(taint, 'an address');
    return taint;
  }

  local(index) {
    return this.state === null ? undefined : this.state[index];
  }

  setLocal(index, taint = COUNT) {
    if (this.state !== null) this.state = this.state.with(index, taint);
  }

  global(name) {
    return this.#module.globals.get(name) ?? SECRET;
  }

  isImported(name) {
    return this.#module.isImported(name);
  }

  call(name, taints) {
    return this.#module.call(
      name,
      taints.map((taint) => taint ?? COUNT),
    );
  }

  /** Ends the path. */
  stop() {
    this.state = null;
    return undefined;
  }

  leaveFunction(taint) {
    if (this.state !== null) this.returned = join(this.returned, taint);
    return this.stop();
  }

  arriveAt(label, taint) {
    if (this.state === null) return;
    const before = this.labels.get(label);
    this.labels.set(label, {
      state: before ? joinStates(before.state, this.state) : this.state,
      taint: join(before?.taint, taint),
    });
  }

  /** The branches to the end of a block, whose state joins the current one. */
  arrivals(label) {
    const arrived = label && this.labels.get(label);
    if (!arrived) return undefined;
    this.labels.delete(label);
    this.state = joinStates(this.state, arrived.state);
    return arrived;
  }
}
