#include "bulkhead_module.h"

static ngx_int_t copy(ngx_pool_t* pool, bh_str from, ngx_str_t* to) {
  to->len = from.size;
  to->data = ngx_pnalloc(pool, from.size != 0 ? from.size : 1);
  if (to->data == NULL) {
    return NGX_ERROR;
  }
  ngx_memcpy(to->data, from.data, from.size);
  return NGX_OK;
}

static ngx_int_t add_field(ngx_http_request_t* r, const bh_field* field) {
  ngx_table_elt_t* header = ngx_list_push(&r->headers_out.headers);
  if (header == NULL) {
    return NGX_ERROR;
  }
  header->hash = 1;
  if (copy(r->pool, field->name, &header->key) != NGX_OK ||
      copy(r->pool, field->value, &header->value) != NGX_OK) {
    header->hash = 0;
    return NGX_ERROR;
  }
  return NGX_OK;
}

ngx_int_t bulkhead_send(ngx_http_request_t* r, const bh_answer* answer) {
  ngx_str_t type;
  ngx_buf_t* body = ngx_create_temp_buf(r->pool, answer->body.size != 0 ? answer->body.size : 1);
  if (body == NULL || copy(r->pool, answer->content_type, &type) != NGX_OK) {
    return NGX_ERROR;
  }
  /* The answer lives in the gate only until its next call, and sending may call it. */
  body->last = ngx_cpymem(body->pos, answer->body.data, answer->body.size);
  body->last_buf = (r == r->main) ? 1 : 0;
  body->last_in_chain = 1;

  r->headers_out.status = answer->status;
  r->headers_out.content_length_n = (off_t)answer->body.size;
  r->headers_out.content_type = type;
  r->headers_out.content_type_len = type.len;
  r->headers_out.content_type_lowcase = NULL;
  for (size_t i = 0; i < answer->fields_count; i++) {
    if (add_field(r, &answer->fields[i]) != NGX_OK) {
      return NGX_ERROR;
    }
  }
  if (answer->location.size != 0) {
    const bh_field location = {{"Location", sizeof("Location") - 1}, answer->location};
    if (add_field(r, &location) != NGX_OK) {
      return NGX_ERROR;
    }
  }
  if (answer->close_connection) {
    r->keepalive = 0;
  }

  ngx_int_t rc = ngx_http_discard_request_body(r);
  if (rc != NGX_OK) {
    return rc;
  }
  rc = ngx_http_send_header(r);
  if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
    return rc;
  }
  ngx_chain_t out = {body, NULL};
  return ngx_http_output_filter(r, &out);
}
