// Tables as people see them, and copied as Markdown or LaTeX.

const { h } = preact;

const plainText = (cell) => (typeof cell === "string" ? cell : cell.text);
const inMarkdown = (cell) => plainText(cell).replace(/[\\|`*_<>[\]]/g, (sign) => `\\${sign}`);

// A table is {columns: [{title, align}], rows: [{cells, head, total}]}; a cell text or mathematics.
function markdown({ columns, rows }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  const body = rows.map(({ cells, head, total: bold }) => {
    const texts = [...cells, ...Array(columns.length - cells.length).fill("")].map(inMarkdown);
    return line(head || bold ? texts.map((text) => (text ? `**${text}**` : "")) : texts);
  });
  return [line(columns.map(({ title }) => inMarkdown(title))), line(rule), ...body, ""].join("\n");
}

const TEX = {
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#",
  "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "×": "$\\times$", "−": "$-$",
  "→": "$\\to$", "·": "$\\cdot$", "÷": "$\\div$", "⌊": "$\\lfloor$", "⌋": "$\\rfloor$",
  "⌈": "$\\lceil$", "⌉": "$\\rceil$", "…": "\\ldots{}", "✗": "$\\times$", "≈": "$\\approx$",
};
const inTex = (text) => [...text].map((sign) => TEX[sign] ?? sign).join("");
const texCell = (cell) => (typeof cell === "string" ? inTex(cell) : `$${cell.latex}$`);

// Needs the package booktabs.
function latex({ columns, rows }) {
  const line = (cells) => `${cells.join(" & ")} \\\\`;
  const body = rows.map(({ cells, head, total: bold }) => {
    if (head) return line([`\\multicolumn{${columns.length}}{l}{\\textbf{${inTex(plainText(cells[0]))}}}`]);
    const own = cells.map(texCell);
    return (bold ? "\\midrule\n" : "") + line(own);
  });
  const form = columns.map(({ align }) => (align === "right" ? "r" : "l")).join("");
  return [
    `\\begin{tabular}{${form}}`, "\\toprule", line(columns.map(({ title }) => inTex(title))),
    "\\midrule", ...body, "\\bottomrule", "\\end{tabular}", "",
  ].join("\n");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    update({ said: say("copied") });
  } catch {
    update({ said: say(copiedByHand(text) ? "copied" : "notCopied") });
  }
}

// Pages opened from a file may not have the clipboard of its own.
function copiedByHand(text) {
  const back = document.activeElement;
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text;
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  back?.focus();
  return done;
}

// `model` is called when it is copied.
const CopyButtons = ({ model, of }) =>
  h("div", { class: "copies" },
    h("button", { type: "button", "aria-label": `${say("copyMarkdown")}: ${of}`, onClick: () => copy(markdown(model())) }, "Markdown"),
    h("button", { type: "button", "aria-label": `${say("copyLatex")}: ${of}`, onClick: () => copy(latex(model())) }, "LaTeX"));

const Cell = ({ cell, align, first, title }) =>
  h(first ? "th" : "td", { "data-title": plainText(cell) && !first ? title : undefined, scope: first ? "row" : undefined, class: [align, typeof cell === "string" ? "" : "math"].join(" ").trim() || undefined }, plainText(cell));

// A table that is what it is: no sorting, no tree.
// A stacked one has its cells below each other on a phone.
function DataTable({ title, model, stacked }) {
  const { columns, rows } = model;
  const body = rows.map(({ cells, head, total: bold, indent }) =>
    head
      ? h("tr", { class: "head" }, h("th", { scope: "colgroup", colspan: columns.length }, plainText(cells[0])))
      : h("tr", { class: bold ? "total" : undefined, style: indent ? `--level:${indent}` : undefined },
          cells.map((cell, i) => h(Cell, { cell, align: columns[i].align, title: columns[i].title, first: i === 0 }))));
  return h("div", { class: stacked ? "table stacked" : "table" },
    h(CopyButtons, { model: () => model, of: title }),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": title },
      h("table", null,
        h("caption", { class: "unseen" }, title),
        h("thead", null, h("tr", null, columns.map((one) => h("th", { scope: "col", class: one.align }, one.title)))),
        h("tbody", null, body))));
}
