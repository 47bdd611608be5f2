// What each instruction does to taints, and which operands must not be secret. An instruction that is not in the table is
// itself a finding.
import binaryen from 'binaryen';
import {
  ADDRESS,
  COUNT,
  constant,
  derive,
  FIRST_ADDRESS,
  isTermList,
  join,
  joinStates,
  SECRET,
  sameStates,
  sum,
} from './taint.mjs';

/** The codes of operations whose name matches. Each kind of expression numbers its operations on its own. */
const codes = (pattern) =>
  new Set(
    Object.entries(binaryen)
      .filter(([name, code]) => typeof code === 'number' && pattern.test(name))
      .map(([, code]) => code),
  );

/** Their time depends on their operands on most processors. */
const DIVISIONS = codes(/^(Div|Rem)[SU]Int(32|64)$/);
/** Compiled to a branch where the processor has no such instruction. */
const COUNTS_OF_ZEROS = codes(/^C[lt]zInt(32|64)$/);
const FLOAT_LANES = {
  binary: codes(/^(Relaxed)?(Eq|Ne|Lt|Gt|Le|Ge|Add|Sub|Mul|Div|P?Min|P?Max)VecF(16x8|32x4|64x2)$/),
  unary: codes(
    /^(Abs|Neg|Sqrt|Ceil|Floor|Trunc|Nearest|Splat)VecF(16x8|32x4|64x2)$|^(Relaxed)?(TruncSat|Trunc|Convert|Demote|Promote).*Vec.*To/,
  ),
  ternary: codes(/^RelaxedN?[Mm]addVecF(16x8|32x4|64x2)$/),
  extract: codes(/^ExtractLaneVecF(16x8|32x4|64x2)$/),
  replace: codes(/^ReplaceLaneVecF(16x8|32x4|64x2)$/),
};
const isFloat = (expression) => [binaryen.f32, binaryen.f64].includes(binaryen.getExpressionType(expression));

/** Values of an operation on these expressions, one of which or the result may be a floating-point number. */
function operation(walk, expression, operands, isFloatOperation) {
  const taints = operands.map((operand) => walk.value(operand));
  if (isFloatOperation || [expression, ...operands].some(isFloat))
    for (const taint of taints) walk.forbid(taint, 'an operand of a floating-point operation');
  return taints;
}

/** A memory access for writing. */
function writes(walk, pointer) {
  const taint = walk.address(pointer);
  if (isTermList(taint)) walk.report('the list of terms is written');
}

/** A call of a function whose code is not known: all that reaches it may leave the module. */
function unknownCall(walk, taints, what) {
  for (const taint of taints) {
    walk.forbid(taint, `an argument of ${what}`);
    if (isTermList(taint)) walk.report(`the list of terms reaches ${what}`);
  }
  return SECRET;
}

/** A tail call leaves the function with its result. */
function calls(walk, info, result) {
  return info.isReturn ? walk.leaveFunction(result) : result;
}

const loop = (walk, info) => {
  for (;;) {
    const entry = walk.state;
    walk.labels.delete(info.name);
    const taint = walk.value(info.body);
    const again = walk.labels.get(info.name);
    if (!again || entry === null) return taint;
    const next = joinStates(entry, again.state);
    if (sameStates(next, entry)) return taint;
    walk.state = next;
  }
};

const block = (walk, info) => {
  let taint = COUNT;
  for (const child of info.children) taint = walk.value(child);
  if (walk.state === null) taint = undefined;
  const arrived = walk.arrivals(info.name);
  return arrived ? join(taint, arrived.taint) : taint;
};

const conditional = (walk, info) => {
  walk.condition(info.condition);
  const before = walk.state;
  const ifTrue = walk.value(info.ifTrue);
  const afterTrue = walk.state;
  walk.state = before;
  const ifFalse = walk.value(info.ifFalse);
  walk.state = joinStates(afterTrue, walk.state);
  return join(ifTrue, ifFalse);
};

const CONTROL = [
  [binaryen.BlockId, block],
  [binaryen.LoopId, loop],
  [binaryen.IfId, conditional],
  [
    binaryen.BreakId,
    (walk, info) => {
      const taint = walk.value(info.value);
      if (info.condition) walk.condition(info.condition);
      walk.arriveAt(info.name, taint);
      return info.condition ? taint : walk.stop();
    },
  ],
  [
    binaryen.SwitchId,
    (walk, info) => {
      const taint = walk.value(info.value);
      walk.condition(info.condition);
      for (const name of [...info.names, info.defaultName]) walk.arriveAt(name, taint);
      return walk.stop();
    },
  ],
  [binaryen.ReturnId, (walk, info) => walk.leaveFunction(walk.value(info.value))],
  [
    binaryen.SelectId,
    (walk, info) => {
      const taints = [walk.value(info.ifTrue), walk.value(info.ifFalse)];
      walk.condition(info.condition);
      return join(...taints);
    },
  ],
  [
    binaryen.CallId,
    (walk, info) => {
      const taints = info.operands.map((operand) => walk.value(operand));
      if (walk.isImported(info.target)) return calls(walk, info, unknownCall(walk, taints, 'an import'));
      return calls(walk, info, walk.call(info.target, taints));
    },
  ],
  [
    binaryen.CallIndirectId,
    (walk, info) => {
      const taints = info.operands.map((operand) => walk.value(operand));
      walk.forbid(walk.value(info.target), 'the index of an indirect call');
      return calls(walk, info, unknownCall(walk, taints, 'an indirect call'));
    },
  ],
];

const VARIABLES = [
  [binaryen.LocalGetId, (walk, info) => walk.local(info.index)],
  [
    binaryen.LocalSetId,
    (walk, info) => {
      const taint = walk.value(info.value);
      walk.setLocal(info.index, taint);
      return taint;
    },
  ],
  [binaryen.GlobalGetId, (walk, info) => walk.global(info.name)],
  [
    binaryen.GlobalSetId,
    (walk, info) => {
      walk.forbid(walk.value(info.value), 'a global variable');
      return COUNT;
    },
  ],
];

const MEMORY = [
  [
    binaryen.LoadId,
    (walk, info, expression) => {
      const pointer = walk.address(info.ptr);
      const isWord = binaryen.getExpressionType(expression) === binaryen.i32 && info.bytes === 4;
      return isTermList(pointer) && isWord && info.offset < FIRST_ADDRESS && !info.isAtomic
        ? ADDRESS
        : SECRET;
    },
  ],
  [
    binaryen.SIMDLoadId,
    (walk, info) => {
      walk.address(info.ptr);
      return SECRET;
    },
  ],
  [
    binaryen.SIMDLoadStoreLaneId,
    (walk, info) => {
      // A lane that is loaded is harmless, but both directions have one kind of expression.
      writes(walk, info.ptr);
      walk.value(info.vec);
      return SECRET;
    },
  ],
  [
    binaryen.StoreId,
    (walk, info) => {
      writes(walk, info.ptr);
      walk.value(info.value);
      return COUNT;
    },
  ],
  [
    binaryen.MemoryCopyId,
    (walk, info) => {
      writes(walk, info.dest);
      walk.address(info.source);
      walk.length(info.size);
      return COUNT;
    },
  ],
  [
    binaryen.MemoryFillId,
    (walk, info) => {
      writes(walk, info.dest);
      walk.value(info.value);
      walk.length(info.size);
      return COUNT;
    },
  ],
  [
    binaryen.MemoryInitId,
    (walk, info) => {
      writes(walk, info.dest);
      walk.address(info.offset);
      walk.length(info.size);
      return COUNT;
    },
  ],
  [binaryen.MemorySizeId, () => ADDRESS],
  [
    binaryen.MemoryGrowId,
    (walk, info) => {
      walk.length(info.delta);
      return ADDRESS;
    },
  ],
  [
    binaryen.AtomicRMWId,
    (walk, info) => {
      writes(walk, info.ptr);
      walk.value(info.value);
      return SECRET;
    },
  ],
  [
    binaryen.AtomicCmpxchgId,
    (walk, info) => {
      writes(walk, info.ptr);
      walk.forbid(derive(walk.value(info.expected), walk.value(info.replacement)), 'an atomic comparison');
      return SECRET;
    },
  ],
];

const ARITHMETIC = [
  [binaryen.ConstId, (_, info) => constant(info.value)],
  [
    binaryen.DropId,
    (walk, info) => {
      walk.value(info.value);
      return COUNT;
    },
  ],
  [
    binaryen.UnaryId,
    (walk, info, expression) => {
      const [taint] = operation(walk, expression, [info.value], FLOAT_LANES.unary.has(info.op));
      if (COUNTS_OF_ZEROS.has(info.op)) walk.forbid(taint, 'an operand of a count of zeros');
      return derive(taint);
    },
  ],
  [
    binaryen.BinaryId,
    (walk, info, expression) => {
      const isFloatOperation = FLOAT_LANES.binary.has(info.op);
      const [left, right] = operation(walk, expression, [info.left, info.right], isFloatOperation);
      if (DIVISIONS.has(info.op)) walk.forbid(derive(left, right), 'an operand of a division');
      return sum(info.op, left, right);
    },
  ],
  [
    binaryen.SIMDExtractId,
    (walk, info, expression) =>
      derive(...operation(walk, expression, [info.vec], FLOAT_LANES.extract.has(info.op))),
  ],
  [
    binaryen.SIMDReplaceId,
    (walk, info, expression) =>
      derive(...operation(walk, expression, [info.vec, info.value], FLOAT_LANES.replace.has(info.op))),
  ],
  [binaryen.SIMDShuffleId, (walk, info) => derive(walk.value(info.left), walk.value(info.right))],
  [
    binaryen.SIMDTernaryId,
    (walk, info, expression) =>
      derive(...operation(walk, expression, [info.a, info.b, info.c], FLOAT_LANES.ternary.has(info.op))),
  ],
  [binaryen.SIMDShiftId, (walk, info) => derive(walk.value(info.vec), walk.value(info.shift))],
];

const INSTRUCTIONS = new Map(
  [...CONTROL, ...VARIABLES, ...MEMORY, ...ARITHMETIC].filter(([id]) => id !== undefined),
);

/** The taint of an expression, undefined if it is never reached. Updates the state of `walk` to that after it. */
export function evaluate(walk, expression) {
  if (!expression) return COUNT;
  const id = binaryen.getExpressionId(expression);
  // The library throws for these: they have no operands.
  if (id === binaryen.NopId) return COUNT;
  if (id === binaryen.UnreachableId) return walk.stop();
  const rule = INSTRUCTIONS.get(id);
  if (rule) return rule(walk, binaryen.getExpressionInfo(expression), expression);
  walk.report(`the analysis does not know instruction ${id}`);
  return SECRET;
}
