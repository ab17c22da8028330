// One layer's explanation: every quantity with its rule and the numbers put in.

const capital = (word) => word[0].toUpperCase() + word.slice(1);
const AXIS_WORDS = { l: "length", t: "depth", h: "height", w: "width" };
const saysSomething = (one) => one.numbers.text !== exact(one.value);
const maths = ({ text, latex }) => ({ text, latex });

function line(title, one, unit = "") {
  const wrap = (text) => (unit ? say(unit, { formula: text }) : text);
  if (!saysSomething(one)) return [title, "", wrap(exact(one.value))];
  const words = unit ? `\\text{${say(unit, { formula: "" })}}` : "";
  return [title, maths(one.symbols), { text: wrap(one.steps.text), latex: one.steps.latex + words }];
}

// Rows of [quantity, rule, with the numbers]; mathematics is {text, latex}.
function explained(row) {
  const where = Object.fromEntries(row.plan.where ?? []);
  const show = (node, env = row.env) => shown(node ?? 0, env, where);
  const lines = Object.entries(shownWhere(where, row.env)).map(([name, one]) => line(name, one));
  lines.push(...sizeLines(row, show));
  lines.push(line(say("parameters"), show(row.plan.params)));
  if (row.plan.one) lines.push(line(say("oneOutput"), show(row.plan.one), "oneMultiplies"));
  if (row.multiplies !== 0n) lines.push(line(say("products"), show(row.plan.multiplies)));
  else {
    lines.push([say("products"), "", "0"]);
    lines.push(line(say("elementwise"), show(row.plan.elementwise)));
  }
  lines.push(...fieldLines(row, show));
  for (const [name, axes] of tensors(row)) lines.push([name, "", axes.map(String).join("×")]);
  return lines;
}

function sizeLines(row, show) {
  const axes = row.out.length === 1 ? ["features"] : ["channels", ...axisKeys(row.out.length - 1)];
  const told = row.plan.out.map((node, i) => [axes[i], show(node)]).filter(([, one]) => saysSomething(one));
  const lines = told.filter(([key]) => key === "channels").map(([key, one]) => line(say(key), one));
  const rest = told.filter(([key]) => key !== "channels");
  if (rest.length === row.out.length - 1 && rest.length > 1 && agree(rest)) {
    return [...lines, line(say("size"), rest[0][1])];
  }
  lines.push(...rest.map(([key, one]) => line(say(key), one)));
  if (lines.length) return lines;
  return [[say("size"), alike(row.out, row.ins[0]) ? say("asInput") : "", people(row.out)]];
}

const axisKeys = (rank) => SUFFIXES[rank].map((axis) => AXIS_WORDS[axis]);
const agree = (told) => new Set(told.map(([, one]) => one.steps.text)).size === 1;

// What a layer without a formula for its receptive field sees.
function seenWords(row, sizes) {
  if (row.inputs.length === 1) return String(row.spans) === String(row.before) ? say("asItsInput") : "";
  return say(row.fields.some((field) => alike(seenBy(field), sizes)) ? "asWidest" : "together");
}

// The receptive field: r + (taps − 1)·j where the step before is whole; then the stride.
function fieldLines(row, show) {
  if (!row.spans.length) return [];
  const sizes = seenBy(row.spans);
  const rank = row.spans.length;
  const before = seenBy(row.before);
  const told = SUFFIXES[rank].flatMap((axis, i) => {
    const node = row.plan.seen?.[i];
    const step = row.before[i][2];
    if (!node || step[1] !== 1n) return [];
    const env = { ...row.env };
    SUFFIXES[rank].forEach((other, k) => {
      if (row.plan.seen[k] && row.before[k][2][1] === 1n) {
        env[`r_${other}`] = before[k];
        env[`j_${other}`] = row.before[k][2][0];
      }
    });
    return [[AXIS_WORDS[axis], show(node, env)]];
  });
  const lines = [];
  if (told.length === rank && agree(told)) lines.push(line(say("field"), told[0][1]));
  else if (told.length) {
    axisKeys(rank).forEach((key, i) => {
      const title = say("fieldAxis", { axis: say(`axis${capital(key)}`) });
      const one = told.find(([name]) => name === key);
      lines.push(one ? line(title, one[1]) : [title, "", exact(sizes[i])]);
    });
  } else lines.push([say("field"), seenWords(row, sizes), agreed(sizes.map(String))]);
  const strides = row.spans.map(([, , step]) => fractionText(step));
  if (strides.some((step) => step !== "1")) lines.push([say("stride"), "", agreed(strides)]);
  return lines;
}
