"""What Marp's and HTML's slides look like: one style sheet, by the layouts' names as classes."""

from __future__ import annotations

STYLE = """\
section {
  display: flex; flex-direction: column; justify-content: flex-start; align-items: stretch;
  gap: 18px; box-sizing: border-box; width: 1280px; height: 720px; padding: 44px 64px 52px;
  overflow: hidden; background: #fff; color: #17202a; font-size: 26px; line-height: 1.35;
  font-family: "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo",
    "Malgun Gothic", "Segoe UI", "DejaVu Sans", sans-serif; word-break: keep-all;
}
section > * { margin: 0; }
section h1 { font-size: 60px; color: #1f4e8c; border: 0; }
section h2 { font-size: 40px; line-height: 1.2; color: #1f4e8c; font-weight: 700; }
section.title { justify-content: center; }
section ul { padding-left: 1.1em; }
section li { margin: 0.15em 0; }
section > p:has(> img), section > svg { flex: 1 1 0; min-height: 0; }
section > p > img { width: 100%; height: 100%; object-fit: contain; }
section > svg { width: 100%; height: 100%; }
section table {
  display: table; width: auto; margin: 0 auto; font-size: 24px; line-height: 1.25;
  font-variant-numeric: tabular-nums;
}
section > table { align-self: center; }
section table th, section table td { padding: 0.14em 0.6em; }
section.split table { font-size: 18px; }
section.pair table { font-size: 20px; }
section blockquote {
  padding: 0.35em 0.8em; border-left: 6px solid #e69f00; background: #fdf5e1; color: inherit;
}
section.split { display: grid; grid-template: auto minmax(0, 1fr) auto / 40% minmax(0, 1fr); }
section.pair { display: grid; grid-template: auto auto minmax(0, 1fr) auto / 1fr 1fr; }
section.split, section.pair { column-gap: 36px; }
section.split > h2, section.split > blockquote, section.pair > h2, section.pair > ul,
section.pair > blockquote { grid-column: 1 / -1; }
section.split > ul { grid-area: 2 / 1; align-self: center; }
section.split > :not(h2, ul, blockquote, aside, header, footer) { grid-area: 2 / 2; }
section.split > table, section.split > figure { align-self: center; justify-self: center; }
section.pair > table, section.pair > figure { align-self: center; justify-self: center; }
"""
