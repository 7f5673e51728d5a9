/* The rules on a request and its answer: collects what they look at, and asks the gate.
 *
 * The request's body is read before it goes on; of the answer as much is held as the rules look at, and not a byte more: a
 * download is never buffered whole. */
#include <sys/mman.h>

#include "bulkhead_module.h"

static bh_str str(ngx_str_t text) {
  bh_str view = {(const char*)text.data, text.len};
  return view;
}

static bh_str literal(const char* text) {
  bh_str view = {text, ngx_strlen(text)};
  return view;
}

/* All fields of a list as the gate takes them, in the request's pool. */
static ngx_int_t copy_fields(ngx_http_request_t* r, ngx_list_t* list, size_t extra, bh_field** fields,
                             size_t* count) {
  size_t size = extra;
  ngx_list_part_t* part;
  for (part = &list->part; part != NULL; part = part->next) {
    size += part->nelts;
  }
  bh_field* out = ngx_palloc(r->pool, (size != 0 ? size : 1) * sizeof(bh_field));
  if (out == NULL) {
    return NGX_ERROR;
  }
  size_t at = 0;
  for (part = &list->part; part != NULL; part = part->next) {
    ngx_table_elt_t* elements = part->elts;
    for (ngx_uint_t i = 0; i < part->nelts; i++) {
      if (elements[i].hash == 0 && list == &r->headers_out.headers) {
        continue; /* taken away */
      }
      out[at].name = str(elements[i].key);
      out[at].value = str(elements[i].value);
      at++;
    }
  }
  *fields = out;
  *count = at;
  return NGX_OK;
}

static bh_str http_version(ngx_http_request_t* r) {
  switch (r->http_version) {
    case NGX_HTTP_VERSION_9: return literal("0.9");
    case NGX_HTTP_VERSION_10: return literal("1.0");
    case NGX_HTTP_VERSION_20: return literal("2.0");
    default: return literal("1.1");
  }
}

static ngx_int_t write_head(ngx_http_request_t* r, bh_head* head) {
  ngx_memzero(head, sizeof(*head));
  bh_field* fields;
  if (copy_fields(r, &r->headers_in.headers, 0, &fields, &head->fields_count) != NGX_OK) {
    return NGX_ERROR;
  }
  head->fields = fields;
  head->http_version = http_version(r);
  head->client_address = str(r->connection->addr_text);
  head->client_port = ngx_inet_get_port(r->connection->sockaddr);
  ngx_str_t server;
  u_char text[NGX_SOCKADDR_STRLEN];
  server.len = NGX_SOCKADDR_STRLEN;
  server.data = text;
  if (ngx_connection_local_sockaddr(r->connection, &server, 0) == NGX_OK) {
    u_char* kept = ngx_pnalloc(r->pool, server.len);
    if (kept == NULL) {
      return NGX_ERROR;
    }
    ngx_memcpy(kept, text, server.len);
    server.data = kept;
    head->server_address = str(server);
    head->server_port = ngx_inet_get_port(r->connection->local_sockaddr);
  }
  return NGX_OK;
}

static void write_lines(ngx_http_request_t* r, bulkhead_ctx* ctx) {
  bh_str line;
  while (bh_next_log_line(ctx->request, &line)) {
    ngx_log_error(NGX_LOG_WARN, r->connection->log, 0, "%*s", line.size, line.data);
  }
}

void bulkhead_end_inspection(ngx_http_request_t* r, bulkhead_ctx* ctx) {
  bh_inspect_log(ctx->request);
  write_lines(r, ctx);
  bh_end_inspection(bulkhead_gate(), ctx->request);
}

static void unmap(void* data) {
  bulkhead_mapping* mapping = data;
  munmap(mapping->begin, mapping->size);
}

/* A file that nginx has put a body into, seen as memory: nothing is copied. */
static ngx_int_t map_file(ngx_http_request_t* r, ngx_buf_t* buf, size_t size, bh_str* body) {
  ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(bulkhead_mapping));
  if (cleanup == NULL) {
    return NGX_ERROR;
  }
  const off_t page = (off_t)ngx_pagesize;
  const off_t begin = buf->file_pos / page * page;
  const size_t skipped = (size_t)(buf->file_pos - begin);
  void* memory = mmap(NULL, size + skipped, PROT_READ, MAP_PRIVATE, buf->file->fd, begin);
  if (memory == MAP_FAILED) {
    ngx_log_error(NGX_LOG_ERR, r->connection->log, ngx_errno, "bulkhead: mapping a request's body failed");
    return NGX_ERROR;
  }
  bulkhead_mapping* mapping = cleanup->data;
  mapping->begin = memory;
  mapping->size = size + skipped;
  cleanup->handler = unmap;
  body->data = (const char*)memory + skipped;
  body->size = size;
  return NGX_OK;
}

/* The first `most` bytes of the request's body in one piece. */
static ngx_int_t collect_body(ngx_http_request_t* r, size_t most, bh_str* body, int* cut) {
  body->data = NULL;
  body->size = 0;
  *cut = 0;
  if (r->request_body == NULL) {
    return NGX_OK;
  }
  size_t whole = 0;
  size_t pieces = 0;
  ngx_chain_t* link;
  for (link = r->request_body->bufs; link != NULL; link = link->next) {
    whole += (size_t)ngx_buf_size(link->buf);
    pieces += ngx_buf_size(link->buf) != 0;
  }
  const size_t size = ngx_min(whole, most);
  *cut = whole > most;
  if (size == 0) {
    return NGX_OK;
  }
  for (link = r->request_body->bufs; pieces == 1 && link != NULL; link = link->next) {
    if (ngx_buf_size(link->buf) == 0) {
      continue;
    }
    if (!ngx_buf_in_memory(link->buf)) {
      return map_file(r, link->buf, size, body);
    }
    body->data = (const char*)link->buf->pos;
    body->size = size;
    return NGX_OK;
  }
  u_char* memory = ngx_palloc(r->pool, size);
  if (memory == NULL) {
    return NGX_ERROR;
  }
  size_t at = 0;
  for (link = r->request_body->bufs; link != NULL && at < size; link = link->next) {
    const size_t part = ngx_min((size_t)ngx_buf_size(link->buf), size - at);
    if (part == 0) {
      continue;
    }
    if (ngx_buf_in_memory(link->buf)) {
      ngx_memcpy(memory + at, link->buf->pos, part);
    } else if (ngx_read_file(link->buf->file, memory + at, part, link->buf->file_pos) != (ssize_t)part) {
      return NGX_ERROR;
    }
    at += part;
  }
  body->data = (const char*)memory;
  body->size = size;
  return NGX_OK;
}

static void refuse(ngx_http_request_t* r, const bh_answer* answer) {
  ngx_http_finalize_request(r, answer->status == NGX_HTTP_CLOSE ? NGX_HTTP_CLOSE : bulkhead_send(r, answer));
}

/* Asks about the body, which is there, or of which there is none. */
static bh_action ask_body(ngx_http_request_t* r, bulkhead_ctx* ctx, bh_answer* answer) {
  bh_str body;
  int cut;
  const uint64_t most = bh_request_body_bytes(ctx->request);
  if (collect_body(r, (size_t)most, &body, &cut) != NGX_OK) {
    ngx_memzero(answer, sizeof(*answer));
    answer->status = NGX_HTTP_INTERNAL_SERVER_ERROR;
    answer->content_type = literal("text/plain");
    return BH_DENY;
  }
  const bh_action action = bh_inspect_body(bulkhead_gate(), ctx->request, &ctx->info, body, cut, answer);
  write_lines(r, ctx);
  if (action == BH_ALLOW && bulkhead_is_self_test(r)) {
    ngx_memzero(answer, sizeof(*answer));
    answer->status = NGX_HTTP_FORBIDDEN;
    answer->content_type = literal("text/plain");
    return BH_DENY;
  }
  return action;
}

static void body_is_here(ngx_http_request_t* r) {
  bulkhead_ctx* ctx = bulkhead_find_context(r);
  bh_answer answer;
  r->preserve_body = 1;
  r->write_event_handler = ngx_http_core_run_phases;
  if (ctx == NULL || bulkhead_gate() == NULL) {
    ngx_http_core_run_phases(r);
    return;
  }
  if (ask_body(r, ctx, &answer) == BH_ALLOW) {
    ngx_http_core_run_phases(r);
    return;
  }
  refuse(r, &answer);
}

ngx_int_t bulkhead_inspect_request(ngx_http_request_t* r, bulkhead_ctx* ctx) {
  bh_head head;
  bh_answer answer;
  ctx->asked_rules = 1;
  if (write_head(r, &head) != NGX_OK) {
    return NGX_HTTP_INTERNAL_SERVER_ERROR;
  }
  bh_action action = bh_inspect_head(bulkhead_gate(), ctx->request, &ctx->info, &head, &answer);
  write_lines(r, ctx);
  const int has_body = r->headers_in.content_length_n > 0 || r->headers_in.chunked;
  if (action == BH_ALLOW && has_body && bh_request_body_bytes(ctx->request) != 0) {
    ngx_int_t rc = ngx_http_read_client_request_body(r, body_is_here);
    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
      return rc;
    }
    ngx_http_finalize_request(r, NGX_DONE);
    return NGX_DONE;
  }
  if (action == BH_ALLOW) {
    action = ask_body(r, ctx, &answer);
  }
  if (action == BH_ALLOW) {
    return NGX_DECLINED;
  }
  refuse(r, &answer);
  return NGX_DONE;
}

/* ---- the answer ------------------------------------------------------------------------------------------------- */

static bh_str protocol(ngx_http_request_t* r) {
  return r->http_version >= NGX_HTTP_VERSION_20 ? literal("HTTP/2.0") : literal("HTTP/1.1");
}

static ngx_int_t write_response_head(ngx_http_request_t* r, bh_response_head* head) {
  ngx_memzero(head, sizeof(*head));
  bh_field* fields;
  size_t count;
  if (copy_fields(r, &r->headers_out.headers, 2, &fields, &count) != NGX_OK) {
    return NGX_ERROR;
  }
  if (r->headers_out.content_type.len != 0) {
    fields[count].name = literal("Content-Type");
    fields[count++].value = str(r->headers_out.content_type);
  }
  if (r->headers_out.content_length_n >= 0) {
    u_char* digits = ngx_pnalloc(r->pool, NGX_OFF_T_LEN);
    if (digits == NULL) {
      return NGX_ERROR;
    }
    fields[count].name = literal("Content-Length");
    fields[count].value.data = (const char*)digits;
    fields[count++].value.size =
        (size_t)(ngx_sprintf(digits, "%O", r->headers_out.content_length_n) - digits);
  }
  head->status = (unsigned)r->headers_out.status;
  head->http_version = protocol(r);
  head->fields = fields;
  head->fields_count = count;
  return NGX_OK;
}

/* Sends the gate's answer in place of the upstream's. */
static ngx_int_t replace(ngx_http_request_t* r, bulkhead_ctx* ctx, const bh_answer* answer) {
  ctx->holding = 0;
  ctx->replaced = 1;
  ngx_http_clean_header(r);
  ngx_http_clear_content_length(r);
  ngx_http_clear_accept_ranges(r);
  r->headers_out.status_line.len = 0;
  r->keepalive = 0;
  (void)bulkhead_send(r, answer);
  /* The upstream is not read any further. */
  return NGX_ERROR;
}

static int is_plain(ngx_http_request_t* r) {
  return r->headers_out.content_encoding == NULL || r->headers_out.content_encoding->value.len == 0;
}

/* What cannot be held: an upgrade, events, a part of a file, an answer without body. Rules look at their head only. */
static int has_body_to_hold(ngx_http_request_t* r) {
  static const char events[] = "text/event-stream";
  if (r->header_only || r->method == NGX_HTTP_HEAD || r->headers_out.content_length_n == 0) {
    return 0;
  }
  switch (r->headers_out.status) {
    case NGX_HTTP_SWITCHING_PROTOCOLS:
    case NGX_HTTP_NO_CONTENT:
    case NGX_HTTP_PARTIAL_CONTENT:
    case NGX_HTTP_NOT_MODIFIED: return 0;
    default: break;
  }
  return !(r->headers_out.content_type.len >= sizeof(events) - 1 &&
           ngx_strncasecmp(r->headers_out.content_type.data, (u_char*)events, sizeof(events) - 1) == 0);
}

ngx_int_t bulkhead_inspect_response_head(ngx_http_request_t* r, bulkhead_ctx* ctx) {
  bh_response_head head;
  bh_answer answer;
  if (write_response_head(r, &head) != NGX_OK) {
    return NGX_ERROR;
  }
  bh_action action = bh_inspect_response_head(bulkhead_gate(), ctx->request, &ctx->info, &head, &answer);
  write_lines(r, ctx);
  if (action == BH_DENY) {
    return replace(r, ctx, &answer);
  }
  ctx->hold_bytes = (size_t)bh_response_body_bytes(ctx->request);
  if (ctx->hold_bytes != 0 && has_body_to_hold(r) && is_plain(r)) {
    ctx->holding = 1;
    r->filter_need_in_memory = 1;
    return NGX_AGAIN; /* The head is held as well. */
  }
  bulkhead_end_inspection(r, ctx);
  return NGX_OK;
}

/* Copies what came to the end of what is held. */
static ngx_int_t hold(ngx_http_request_t* r, bulkhead_ctx* ctx, ngx_chain_t* in, int* last) {
  for (; in != NULL; in = in->next) {
    ngx_buf_t* from = in->buf;
    if (from->last_buf || from->last_in_chain) {
      *last |= from->last_buf;
    }
    const size_t size = ngx_buf_special(from) ? 0 : (size_t)ngx_buf_size(from);
    if (size == 0) {
      continue;
    }
    ngx_buf_t* copy = ngx_create_temp_buf(r->pool, size);
    ngx_chain_t* link = ngx_alloc_chain_link(r->pool);
    if (copy == NULL || link == NULL) {
      return NGX_ERROR;
    }
    if (ngx_buf_in_memory(from)) {
      copy->last = ngx_cpymem(copy->pos, from->pos, size);
      from->pos = from->last;
    } else { /* from a cache, or from where nginx put what it could not send yet */
      if (ngx_read_file(from->file, copy->pos, size, from->file_pos) != (ssize_t)size) {
        return NGX_ERROR;
      }
      copy->last = copy->pos + size;
      from->file_pos = from->file_last;
    }
    link->buf = copy;
    link->next = NULL;
    *ctx->held_end = link;
    ctx->held_end = &link->next;
    ctx->held_bytes += size;
  }
  return NGX_OK;
}

/* What is held, in one piece. */
static ngx_int_t join(ngx_http_request_t* r, bulkhead_ctx* ctx, bh_str* body) {
  const size_t size = ngx_min(ctx->held_bytes, ctx->hold_bytes);
  if (ctx->held == NULL || ctx->held->next == NULL) {
    body->data = ctx->held != NULL ? (const char*)ctx->held->buf->pos : NULL;
    body->size = size;
    return NGX_OK;
  }
  u_char* memory = ngx_palloc(r->pool, size);
  if (memory == NULL) {
    return NGX_ERROR;
  }
  size_t at = 0;
  for (ngx_chain_t* link = ctx->held; link != NULL && at < size; link = link->next) {
    const size_t part = ngx_min((size_t)(link->buf->last - link->buf->pos), size - at);
    ngx_memcpy(memory + at, link->buf->pos, part);
    at += part;
  }
  body->data = (const char*)memory;
  body->size = size;
  return NGX_OK;
}

ngx_int_t bulkhead_inspect_response_body(ngx_http_request_t* r, bulkhead_ctx* ctx, ngx_chain_t* in,
                                         ngx_chain_t** out) {
  int last = 0;
  bh_str body;
  bh_answer answer;
  *out = NULL;
  if (ctx->held_end == NULL) {
    ctx->held_end = &ctx->held;
  }
  if (hold(r, ctx, in, &last) != NGX_OK) {
    return NGX_ERROR;
  }
  if (!last && ctx->held_bytes < ctx->hold_bytes) {
    return NGX_AGAIN;
  }
  if (join(r, ctx, &body) != NGX_OK) {
    return NGX_ERROR;
  }
  const bh_action action = bh_inspect_response_body(bulkhead_gate(), ctx->request, &ctx->info, body,
                                                    ctx->held_bytes > ctx->hold_bytes || !last, &answer);
  write_lines(r, ctx);
  bulkhead_end_inspection(r, ctx);
  ctx->holding = 0;
  if (action == BH_DENY) {
    return replace(r, ctx, &answer);
  }
  if (last) {
    ngx_chain_t* end = ngx_alloc_chain_link(r->pool);
    ngx_buf_t* buf = ngx_calloc_buf(r->pool);
    if (end == NULL || buf == NULL) {
      return NGX_ERROR;
    }
    buf->last_buf = 1;
    buf->last_in_chain = 1;
    end->buf = buf;
    end->next = NULL;
    *ctx->held_end = end;
  }
  *out = ctx->held;
  return NGX_OK;
}
