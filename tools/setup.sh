# Sourced by ./run and ./test: makes .venv from hashed requirements. Nothing outside this folder is changed.

woms_fail() {
    printf '\nWOMS: %s\n' "$1" >&2
    exit 1
}

woms_python() {
    for candidate in "${WOMS_PYTHON:-}" python3.11 python3 python3.12 python3.13 python; do
        [ -n "$candidate" ] || continue
        path=$(command -v "$candidate" 2>/dev/null) || continue
        if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$path"
            return 0
        fi
    done
    return 1
}

woms_want() { sha256sum "requirements/$1.txt" | cut -d' ' -f1; }

# woms_setup run|test: the test set contains the run set, so it serves both.
woms_setup() {
    stamp=.venv/.requirements
    have=$(cat "$stamp" 2>/dev/null || true)
    [ "$have" = "$(woms_want test)" ] && return 0
    [ "$1" = run ] && [ "$have" = "$(woms_want run)" ] && return 0

    python=$(woms_python) || woms_fail "cần Python 3.11 trở lên. Hãy cài (ví dụ: apt install python3 python3-pip) rồi chạy lại."
    command -v flock >/dev/null 2>&1 && { exec 9>.setup.lock; flock 9; }
    have=$(cat "$stamp" 2>/dev/null || true)
    if [ "$have" != "$(woms_want "$1")" ]; then
        printf 'Đang chuẩn bị môi trường (chỉ lần đầu)…\n' >&2
        if ! .tools/bin/uv --version >/dev/null 2>&1; then
            "$python" -m pip --version >/dev/null 2>&1 || woms_fail "Python này thiếu pip. Hãy cài (ví dụ: apt install python3-pip) rồi chạy lại."
            "$python" -m pip install -q --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
                --upgrade --require-hashes --target .tools -r requirements/uv.txt \
                || woms_fail "không tải được công cụ cài đặt. Hãy kiểm tra mạng tới kho gói Python rồi chạy lại ./$1."
        fi
        rm -f "$stamp"
        .tools/bin/uv venv -q --allow-existing --python "$python" .venv \
            || { rm -rf .venv; .tools/bin/uv venv -q --python "$python" .venv; } \
            || woms_fail "không tạo được thư mục .venv. Hãy xóa .venv và .tools rồi chạy lại."
        .tools/bin/uv pip sync -q --require-hashes --python .venv/bin/python "requirements/$1.txt" \
            || woms_fail "không cài được các gói trong requirements/$1.txt. Hãy kiểm tra mạng rồi chạy lại ./$1."
        woms_want "$1" >"$stamp"
    fi
    exec 9>&- 2>/dev/null || true
}
