// Tracks secrets through compiled WebAssembly: an abstract interpretation of the structured code in which
// each value is public, secret, or an address in the list of terms that the caller of `multiplyFixed` wrote.
//
// A value loaded from memory is secret, except a 32-bit word loaded from the list of terms. Code may
// compute with secrets and store them, but must not use one as a condition, an address, a length, or an
// operand of a division.
import binaryen from 'binaryen';

export const PUBLIC = 0;
export const SECRET = 1;
export const TERM_LIST = 2;

const join = (a, b) => (a === null ? b : b === null ? a : a.map((taint, i) => taint | b[i]));
const same = (a, b) => a !== null && b !== null && a.every((taint, i) => taint === b[i]);
const DIVISIONS = new Set(
  ['Div', 'Rem'].flatMap((operation) =>
    ['S', 'U'].flatMap((sign) => ['Int32', 'Int64'].map((type) => binaryen[`${operation}${sign}${type}`])),
  ),
);

/** Taint analysis of one module: `check(exported, parameters)` lists the findings in a function. */
export class TaintAnalysis {
  #module;
  #functions = new Map();
  #exports = new Map();
  #summaries = new Map();

  constructor(wasm) {
    this.#module = binaryen.readBinary(wasm);
    for (let i = 0; i < this.#module.getNumFunctions(); i++) {
      const info = binaryen.getFunctionInfo(this.#module.getFunctionByIndex(i));
      this.#functions.set(info.name, info);
    }
    for (let i = 0; i < this.#module.getNumExports(); i++) {
      const info = binaryen.getExportInfo(this.#module.getExportByIndex(i));
      this.#exports.set(info.name, info.value);
    }
  }

  /** @param parameters the taint of each parameter. @returns the findings, one line each */
  check(exported, parameters) {
    const name = this.#exports.get(exported);
    if (name === undefined || !this.#functions.has(name))
      throw new Error(`The kernel does not export ${exported}.`);
    const found = new Set();
    const visited = new Set();
    const collect = (key) => {
      if (visited.has(key)) return;
      visited.add(key);
      const summary = this.#summaries.get(key);
      for (const line of summary.found) found.add(line);
      for (const callee of summary.calls) collect(callee);
    };
    this.#summarize(name, parameters);
    collect(keyOf(name, parameters));
    return [...found];
  }

  #summarize(name, parameters) {
    const key = keyOf(name, parameters);
    const known = this.#summaries.get(key);
    if (known) return known;
    // A recursive call would use this provisional summary; the kernel has no recursion.
    const summary = { result: SECRET, found: new Set(), calls: new Set() };
    this.#summaries.set(key, summary);
    const info = this.#functions.get(name);
    const locals = [...parameters, ...info.vars.map(() => PUBLIC)];
    const walk = new Walk(name, locals, summary, (callee, taints) => {
      summary.calls.add(keyOf(callee, taints));
      return this.#summarize(callee, taints).result;
    });
    summary.result = walk.value(info.body) | walk.returned;
    return summary;
  }
}

const keyOf = (name, parameters) => `${name}(${parameters.join()})`;

/** One function, for given taints of its parameters. */
class Walk {
  returned = PUBLIC;
  #name;
  #state;
  #summary;
  #call;
  #labels = new Map();

  constructor(name, locals, summary, call) {
    this.#name = name;
    this.#state = locals;
    this.#summary = summary;
    this.#call = call;
  }

  #forbid(taint, what) {
    if (taint & SECRET) this.#summary.found.add(`function ${this.#name}: a secret is used as ${what}`);
  }

  /** The taint of an expression. Updates the state to that after it, or null if code after it is unreachable. */
  value(expression) {
    if (!expression) return PUBLIC;
    const info = binaryen.getExpressionInfo(expression);
    const all = (...parts) => parts.reduce((taint, part) => taint | this.value(part), PUBLIC);
    const address = (pointer) => {
      const taint = this.value(pointer);
      this.#forbid(taint, 'an address');
      return taint;
    };
    const condition = (part) => this.#forbid(this.value(part), 'a condition');
    switch (info.id) {
      case binaryen.BlockId: {
        let taint = PUBLIC;
        for (const child of info.children) taint = this.value(child);
        return taint | this.#leave(info.name);
      }
      case binaryen.LoopId: {
        for (;;) {
          const entry = this.#state;
          this.#labels.delete(info.name);
          const taint = this.value(info.body);
          const again = this.#labels.get(info.name);
          if (!again || entry === null) return taint;
          const next = join(entry, again.state);
          if (same(next, entry)) return taint;
          this.#state = next;
        }
      }
      case binaryen.IfId: {
        condition(info.condition);
        const before = this.#state;
        const taint = this.value(info.ifTrue);
        const afterTrue = this.#state;
        this.#state = before;
        const other = this.value(info.ifFalse);
        this.#state = join(afterTrue, this.#state);
        return taint | other;
      }
      case binaryen.BreakId: {
        const taint = this.value(info.value);
        if (info.condition) condition(info.condition);
        this.#arrive(info.name, taint);
        if (!info.condition) this.#state = null;
        return taint;
      }
      case binaryen.SwitchId: {
        const taint = this.value(info.value);
        condition(info.condition);
        for (const name of [...info.names, info.defaultName]) this.#arrive(name, taint);
        this.#state = null;
        return PUBLIC;
      }
      case binaryen.ReturnId:
        this.returned |= this.value(info.value);
        this.#state = null;
        return PUBLIC;
      case binaryen.UnreachableId:
        this.#state = null;
        return PUBLIC;
      case binaryen.CallId:
        return this.#call(
          info.target,
          info.operands.map((operand) => this.value(operand)),
        );
      case binaryen.LocalGetId:
        return this.#state === null ? PUBLIC : this.#state[info.index];
      case binaryen.LocalSetId: {
        const taint = this.value(info.value);
        if (this.#state !== null) this.#state = this.#state.with(info.index, taint);
        return taint;
      }
      case binaryen.GlobalGetId:
        return PUBLIC;
      case binaryen.GlobalSetId:
        this.#forbid(this.value(info.value), 'a global variable');
        return PUBLIC;
      case binaryen.LoadId: {
        const taint = address(info.ptr);
        return taint & TERM_LIST && info.bytes === 4 ? PUBLIC : SECRET;
      }
      case binaryen.SIMDLoadId:
        address(info.ptr);
        return SECRET;
      case binaryen.SIMDLoadStoreLaneId:
        address(info.ptr);
        this.value(info.vec);
        return SECRET;
      case binaryen.StoreId:
        address(info.ptr);
        this.value(info.value);
        return PUBLIC;
      case binaryen.MemoryCopyId:
        for (const part of [info.dest, info.source, info.size]) address(part);
        return PUBLIC;
      case binaryen.MemoryFillId:
        for (const part of [info.dest, info.size]) address(part);
        this.value(info.value);
        return PUBLIC;
      case binaryen.ConstId:
      case binaryen.NopId:
        return PUBLIC;
      case binaryen.UnaryId:
      case binaryen.DropId:
        return this.value(info.value);
      case binaryen.BinaryId: {
        const taint = all(info.left, info.right);
        if (DIVISIONS.has(info.op)) this.#forbid(taint, 'an operand of a division');
        return taint;
      }
      case binaryen.SelectId:
        condition(info.condition);
        return all(info.ifTrue, info.ifFalse);
      case binaryen.SIMDExtractId:
        return this.value(info.vec);
      case binaryen.SIMDReplaceId:
        return all(info.vec, info.value);
      case binaryen.SIMDShuffleId:
        return all(info.left, info.right);
      case binaryen.SIMDTernaryId:
        return all(info.a, info.b, info.c);
      case binaryen.SIMDShiftId:
        return all(info.vec, info.shift);
      default:
        throw new Error(`Unsupported expression ${info.id} in function ${this.#name}.`);
    }
  }

  #arrive(label, taint) {
    const before = this.#labels.get(label);
    this.#labels.set(label, {
      state: before ? join(before.state, this.#state) : this.#state,
      taint: taint | (before?.taint ?? PUBLIC),
    });
  }

  #leave(label) {
    const arrived = label && this.#labels.get(label);
    if (!arrived) return PUBLIC;
    this.#labels.delete(label);
    this.#state = join(this.#state, arrived.state);
    return arrived.taint;
  }
}
