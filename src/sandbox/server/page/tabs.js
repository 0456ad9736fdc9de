/** The tabs of the tools, with arrow key navigation (WAI-ARIA Authoring Practices, "Tabs"). */

export function startTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => select(tabs, tab));
    tab.addEventListener("keydown", ({ key }) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[key];
      if (next === undefined) return;
      const target = tabs.at(next % tabs.length);
      select(tabs, target);
      target.focus();
    });
  });
  select(tabs, tabs[0]);
}

function select(tabs, selected) {
  for (const tab of tabs) {
    const isSelected = tab === selected;
    tab.setAttribute("aria-selected", String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !isSelected;
  }
}
