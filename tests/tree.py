"""Our files, our modules and what each imports, read without running them."""

import ast
import functools
import subprocess
from collections import Counter

NOT_OURS = {"migrations", "static", "tests"}


def modules(root, rooms):
    """Every module under these folders by its full name; a package stands for its face."""
    found = {}
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if NOT_OURS.isdisjoint(parts):
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name, path, known):
    """What a file imports, at the top or inside functions, by the full name of the module."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in import_statements(path.read_text()):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, package)
            inside = {alias.name: f"{module}.{alias.name}" for alias in node.names}
            found.update(full if full in known else module for full in inside.values())
    return found - {name}


@functools.cache
def import_statements(source):
    kinds = (ast.Import, ast.ImportFrom)
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]


def absolute(node, package):
    """`from .clocks import x` in cases.workflow means cases.clocks."""
    if not node.level:
        return node.module
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, *filter(None, [node.module])])


def arrows(root, rooms):
    """Module → the modules of the house it imports."""
    known = modules(root, rooms)
    return {
        name: {each for each in imports(name, path, known) if each.split(".")[0] in rooms}
        for name, path in known.items()
    }


def with_faces(graph):
    """Importing a module runs the faces of the packages it lies in, unless one is inside them."""
    return {
        name: {
            each
            for target in targets
            for each in [target, *packages_of(target)]
            if each == target or (each in graph and each not in [name, *packages_of(name)])
        }
        for name, targets in graph.items()
    }


def packages_of(name):
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def circles(graph):
    """Groups of modules that reach each other, each group sorted (Kosaraju's two walks)."""
    finished, back = [], {name: set() for name in graph}
    for name, targets in graph.items():
        for target in targets & graph.keys():
            back[target].add(name)
    seen = set()
    for name in graph:
        finished += walk(name, graph, seen)
    seen, found = set(), []
    for name in reversed(finished):
        group = walk(name, back, seen)
        if len(group) > 1:
            found.append(sorted(group))
    return found


def walk(name, graph, seen):
    """What can be reached and was not seen before, in the order in which it is left."""
    if name in seen or name not in graph:
        return []
    seen.add(name)
    return [each for target in sorted(graph[name]) for each in walk(target, graph, seen)] + [name]


def crowded(root, rooms, most=20):
    """Folders that hold more modules than one takes in."""
    count = Counter(str(folder) for folder, _ in files_by_folder(root, rooms))
    return {folder: number for folder, number in count.items() if number > most}


def prefixes(root, rooms, most=2):
    """Folders in which a package hides: x.py, x_this.py and x_that.py."""
    count = Counter(
        (str(folder), stem.split("_")[0]) for folder, stem in files_by_folder(root, rooms)
    )
    return {place: number for place, number in count.items() if number > most}


def files_by_folder(root, rooms):
    for path in modules(root, rooms).values():
        if path.name != "__init__.py":
            yield path.parent.relative_to(root), path.stem


def long_files(root, rooms, most=400):
    found = modules(root, rooms)
    return {name: lines for name, path in found.items() if (lines := lines_of(path)) > most}


def lines_of(path):
    return len(path.read_text().splitlines())


def files_in_git(root):
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    done = subprocess.run(
        [*command, "--exclude-standard"], cwd=root, capture_output=True, check=True
    )
    names = done.stdout.decode().split("\0")
    return [root / name for name in names if name and (root / name).is_file()]
