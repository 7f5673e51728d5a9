#include "bulkhead_module.h"

static ngx_http_output_header_filter_pt next_header_filter;
static ngx_http_output_body_filter_pt next_body_filter;

static bh_str str(ngx_str_t text) {
  bh_str view = {(const char*)text.data, text.len};
  return view;
}

/* The context hangs on a pool cleanup: internal redirects clear r->ctx but keep the pool. */
static void end_context(void* data) {
  bulkhead_ctx* ctx = data;
  bulkhead_untrack(ctx);
  if (!ctx->accounted && bulkhead_gate() != NULL) {
    ctx->accounted = 1;
    bh_account(bulkhead_gate(), ctx->request, 0, 0, 0, 0);
  }
}

bulkhead_ctx* bulkhead_find_context(ngx_http_request_t* r) {
  ngx_http_request_t* main_request = r->main;
  bulkhead_ctx* ctx = ngx_http_get_module_ctx(main_request, ngx_http_bulkhead_module);
  if (ctx != NULL) {
    return ctx;
  }
  for (ngx_pool_cleanup_t* cleanup = main_request->pool->cleanup; cleanup != NULL; cleanup = cleanup->next) {
    if (cleanup->handler == end_context) {
      ngx_http_set_ctx(main_request, cleanup->data, ngx_http_bulkhead_module);
      return cleanup->data;
    }
  }
  return NULL;
}

static bulkhead_ctx* make_context(ngx_http_request_t* r, void** memory) {
  ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(bulkhead_ctx));
  *memory = ngx_palloc(r->pool, bh_request_bytes());
  if (cleanup == NULL || *memory == NULL) {
    return NULL;
  }
  bulkhead_ctx* ctx = cleanup->data;
  ngx_memzero(ctx, sizeof(*ctx));
  ctx->r = r;
  ctx->accounted = 1; /* nothing to account until bh_admit has made the request */
  cleanup->handler = end_context;
  ngx_http_set_ctx(r, ctx, ngx_http_bulkhead_module);
  return ctx;
}

static void write_address(ngx_http_request_t* r, uint8_t address[16]) {
  struct sockaddr* from = r->connection->sockaddr;
  ngx_memzero(address, 16);
  if (from->sa_family == AF_INET) {
    address[10] = address[11] = 0xff;
    ngx_memcpy(address + 12, &((struct sockaddr_in*)from)->sin_addr, 4);
  } else if (from->sa_family == AF_INET6) {
    ngx_memcpy(address, &((struct sockaddr_in6*)from)->sin6_addr, 16);
  }
}

static void write_info(ngx_http_request_t* r, const bulkhead_loc_conf* conf, const bulkhead_fields* fields,
                       bh_request_info* info) {
  ngx_memzero(info, sizeof(*info));
  info->service = str(conf->service);
  info->open_on_failure = conf->open_on_failure;
  info->method = str(r->method_name);
  info->host = str(r->headers_in.server);
  if (r->headers_in.host != NULL) {
    info->host_field = str(r->headers_in.host->value);
  }
  info->path = str(r->uri);
  info->target = str(r->unparsed_uri);
  info->accept = str(fields->accept);
  info->accept_language = str(fields->accept_language);
  info->cookie = str(fields->cookie);
  write_address(r, info->address);
#if (NGX_HTTP_SSL)
  info->flags |= r->connection->ssl != NULL ? BH_REQUEST_SECURE : 0;
#endif
  info->flags |= r->http_version >= NGX_HTTP_VERSION_20 ? BH_REQUEST_HTTP2 : 0;
  info->flags |= r->headers_in.upgrade != NULL ? BH_REQUEST_UPGRADE : 0;
  if (bulkhead_is_self_test(r)) {
    info->flags |= BH_REQUEST_SELF_TEST;
    info->self_test = str(fields->self_test);
  }
}

int bulkhead_is_self_test(ngx_http_request_t* r) {
  bulkhead_main_conf* conf = ngx_http_get_module_main_conf(r, ngx_http_bulkhead_module);
  const struct sockaddr_un* by = (const struct sockaddr_un*)r->connection->listening->sockaddr;
  return by->sun_family == AF_UNIX && conf->self_test_socket.len != 0 &&
         ngx_strcmp(by->sun_path, conf->self_test_socket.data) == 0;
}

static ngx_int_t ask_gate(ngx_http_request_t* r) {
  bulkhead_loc_conf* conf = ngx_http_get_module_loc_conf(r, ngx_http_bulkhead_module);
  bh_gate* gate = bulkhead_gate();
  bulkhead_fields fields;
  bh_request_info info;
  bh_answer answer;

  if (!conf->enabled) {
    return NGX_DECLINED;
  }
  if (gate == NULL) {
    return conf->open_on_failure ? NGX_DECLINED : NGX_HTTP_SERVICE_UNAVAILABLE;
  }
  if (bulkhead_strip(r, &fields) != NGX_OK) {
    return NGX_HTTP_INTERNAL_SERVER_ERROR;
  }
  write_info(r, conf, &fields, &info);

  bh_action action;
  bulkhead_ctx* ctx = bulkhead_find_context(r);
  if (ctx != NULL) {
    action = bh_revisit(gate, ctx->request, &info, &answer);
  } else {
    void* memory;
    ctx = make_context(r->main, &memory);
    if (ctx == NULL) {
      return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    action = bh_admit(gate, memory, &info, &ctx->request, &answer);
    ctx->accounted = 0;
    bulkhead_track(ctx);
  }
  if (action == BH_ALLOW) {
    ctx->info = info;
    return r == r->main && !ctx->asked_rules ? bulkhead_inspect_request(r, ctx) : NGX_DECLINED;
  }
  if (r != r->main) {
    return (ngx_int_t)answer.status;
  }
  ngx_http_finalize_request(r, bulkhead_send(r, &answer));
  return NGX_DONE;
}

ngx_int_t bulkhead_preaccess(ngx_http_request_t* r) {
  const ngx_int_t rc = ask_gate(r);
  return rc == NGX_DECLINED && bulkhead_is_self_test(r) ? NGX_HTTP_FORBIDDEN : rc;
}

static int failed_upstream(ngx_http_request_t* r, ngx_uint_t status) {
  return r->upstream_states != NULL && r->upstream_states->nelts != 0 &&
         (status == NGX_HTTP_BAD_GATEWAY || status == NGX_HTTP_SERVICE_UNAVAILABLE ||
          status == NGX_HTTP_GATEWAY_TIME_OUT);
}

ngx_int_t bulkhead_log(ngx_http_request_t* r) {
  if (r != r->main) {
    return NGX_OK; /* log_subrequest: a part of a request is not one */
  }
  bulkhead_ctx* ctx = bulkhead_find_context(r);
  ngx_uint_t status = r->err_status != 0 ? r->err_status : r->headers_out.status;

  if (ctx != NULL) {
    if (!ctx->accounted && bulkhead_gate() != NULL) {
      ctx->accounted = 1;
      bulkhead_end_inspection(r, ctx);
      bh_account(bulkhead_gate(), ctx->request, (unsigned)status, (uint64_t)r->request_length,
                 (uint64_t)r->connection->sent, failed_upstream(r, status));
    }
    return NGX_OK;
  }
  /* nginx answered before the gate was asked: a body too large, a bad request, a `return`. */
  bulkhead_loc_conf* conf = ngx_http_get_module_loc_conf(r, ngx_http_bulkhead_module);
  if (conf->enabled && bulkhead_gate() != NULL) {
    bulkhead_fields fields;
    bh_request_info info;
    ngx_memzero(&fields, sizeof(fields));
    write_info(r, conf, &fields, &info);
    bh_account_unasked(bulkhead_gate(), &info, (unsigned)status, (uint64_t)r->request_length,
                       (uint64_t)r->connection->sent);
  }
  return NGX_OK;
}

static ngx_int_t add_companions(ngx_http_request_t* r, bulkhead_ctx* ctx) {
  ngx_list_part_t* part = &r->headers_out.headers.part;
  ngx_table_elt_t* fields = part->elts;
  /* Those added on the way are behind the last one of now. */
  ngx_list_part_t* last_part = r->headers_out.headers.last;
  ngx_uint_t last_count = last_part->nelts;

  for (ngx_uint_t i = 0;; i++) {
    if (part == last_part && i >= last_count) {
      return NGX_OK;
    }
    if (i >= part->nelts) {
      part = part->next;
      if (part == NULL) {
        return NGX_OK;
      }
      fields = part->elts;
      i = 0;
      if (part == last_part && last_count == 0) {
        return NGX_OK;
      }
    }
    bh_str companion;
    if (fields[i].hash == 0 || fields[i].key.len != sizeof("Set-Cookie") - 1 ||
        ngx_strncasecmp(fields[i].key.data, (u_char*)"Set-Cookie", fields[i].key.len) != 0 ||
        !bh_response_cookie(bulkhead_gate(), ctx->request, str(fields[i].value), &companion)) {
      continue;
    }
    ngx_table_elt_t* added = ngx_list_push(&r->headers_out.headers);
    u_char* value = ngx_pnalloc(r->pool, companion.size);
    if (added == NULL || value == NULL) {
      return NGX_ERROR;
    }
    ngx_memcpy(value, companion.data, companion.size);
    added->hash = 1;
    ngx_str_set(&added->key, "Set-Cookie");
    added->value.data = value;
    added->value.len = companion.size;
  }
}

/* Server-sent events are worth nothing late: each passes as it comes. nginx looks at `buffering` after the header. */
static void let_events_flow(ngx_http_request_t* r) {
  static const char type[] = "text/event-stream";
  if (r->headers_out.content_type.len >= sizeof(type) - 1 &&
      ngx_strncasecmp(r->headers_out.content_type.data, (u_char*)type, sizeof(type) - 1) == 0) {
    r->upstream->buffering = 0;
  }
}

static ngx_int_t filter_header(ngx_http_request_t* r) {
  if (r == r->main && r->upstream != NULL) {
    bulkhead_ctx* ctx = bulkhead_find_context(r);
    if (ctx != NULL && !ctx->replaced) {
      let_events_flow(r);
      if (!ctx->asked_response && bulkhead_gate() != NULL) {
        ctx->asked_response = 1;
        const ngx_int_t rc = bulkhead_inspect_response_head(r, ctx);
        if (rc != NGX_OK) {
          return rc == NGX_AGAIN ? NGX_OK : rc;
        }
      }
      if (bh_wants_response_cookies(ctx->request) && add_companions(r, ctx) != NGX_OK) {
        return NGX_ERROR;
      }
    }
  }
  return next_header_filter(r);
}

/* The last buffer is sent down the filters when the upstream is finished, however slowly the client reads. */
static void note_end(ngx_http_request_t* r, ngx_chain_t* in) {
  for (ngx_chain_t* link = in; link != NULL; link = link->next) {
    if (link->buf->last_buf) {
      bulkhead_ctx* ctx = bulkhead_find_context(r);
      if (ctx != NULL) {
        bh_leave(bulkhead_gate(), ctx->request);
      }
      return;
    }
  }
}

static ngx_int_t filter_body(ngx_http_request_t* r, ngx_chain_t* in) {
  if (r != r->main) {
    return next_body_filter(r, in);
  }
  note_end(r, in);
  bulkhead_ctx* ctx = ngx_http_get_module_ctx(r, ngx_http_bulkhead_module);
  if (ctx == NULL || !ctx->holding) {
    return next_body_filter(r, in);
  }
  ngx_chain_t* out;
  ngx_int_t rc = bulkhead_inspect_response_body(r, ctx, in, &out);
  if (rc != NGX_OK) {
    return rc == NGX_AGAIN ? NGX_OK : rc;
  }
  rc = filter_header(r);
  if (rc == NGX_ERROR || rc > NGX_OK) {
    return rc;
  }
  return r->header_only ? rc : next_body_filter(r, out);
}

ngx_int_t bulkhead_init_filters(ngx_conf_t* cf) {
  next_header_filter = ngx_http_top_header_filter;
  ngx_http_top_header_filter = filter_header;
  next_body_filter = ngx_http_top_body_filter;
  ngx_http_top_body_filter = filter_body;
  return NGX_OK;
}
